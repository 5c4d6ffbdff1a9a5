// The word for functions that do not come back.
#ifndef __HUB_STDNORETURN_H
#define __HUB_STDNORETURN_H

#define noreturn _Noreturn

#endif
