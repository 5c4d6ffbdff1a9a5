#include "hub_hsx.h"
typedef int hub_hsx_empty;
