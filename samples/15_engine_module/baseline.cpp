// The engine without the library: what build.sh compares sizes with.
#include "engine.hpp"

#include <cstdio>
#include <memory>

int main() {
  const auto one = std::make_unique<std::size_t>(engine::allocations().count);
  std::printf("%zu\n", *one);
  return 0;
}
