// See order.hpp.
#include "security/residue/wire/order.hpp"

#include <algorithm>

namespace hellojohn::tests {

bool read_secret(PipeEnd end, std::size_t size, Secret& out) {
  char part[64];
  bool whole = true;
  out.reserve(size);
  while (size != 0 && whole) {
    const std::size_t n = std::min(size, sizeof part);
    whole = read_whole(end, part, n);
    if (whole) out.append({part, n});
    size -= n;
  }
  secure_wipe(part, sizeof part);
  return whole;
}

}  // namespace hellojohn::tests
