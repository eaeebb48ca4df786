// See heap_in_use.hpp: glibc's malloc.
#include "system/soak/heap_in_use.hpp"

#include <malloc.h>

namespace hellojohn::tests {

long heap_in_use() {
  ::malloc_trim(0);
  const auto info = ::mallinfo2();
  return static_cast<long>(info.uordblks + info.hblkhd);
}

}  // namespace hellojohn::tests
