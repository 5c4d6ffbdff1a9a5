// Blinks an LED that is drawn on the serial line: four times on and off, 50 ms each.
// Shows: the UART and time as C functions, without stdio; the image has a few hundred bytes.

#include <hsx_timer.h>
#include <hsx_uart.h>
#include <string.h>

enum { BLINKS = 4, HALF_PERIOD_MS = 50 };

static void show(const char *text) {
    hsx_uart_write(HSX_UART_0, text, strlen(text));
    hsx_timer_sleep_ms(HALF_PERIOD_MS);
}

int main(void) {
    for (int blink = 0; blink < BLINKS; blink++) {
        show("led  *  on\n");
        show("led  .  off\n");
    }
    return 0;
}
