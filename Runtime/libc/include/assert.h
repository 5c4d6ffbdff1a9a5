// Conditions that the program relies on; a false one is named on the UART and ends the program with status 134.
#undef assert
#ifdef NDEBUG
#define assert(condition) ((void)0)
#else
#define assert(condition) ((condition) ? (void)0 : __hub_assert_failed(#condition, __FILE_NAME__, __LINE__))
#endif

#ifndef __HUB_ASSERT_H
#define __HUB_ASSERT_H

#if !defined(__cplusplus) && __STDC_VERSION__ < 202311L
#define static_assert _Static_assert
#endif

_Noreturn void __hub_assert_failed(const char *condition, const char *file, int line);

#endif
