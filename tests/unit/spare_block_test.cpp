// The memory of one object, kept for the next of its kind.
#include "base/spare_block.hpp"
#include "worlds/catch.hpp"

#include <cstdint>
#include <memory>

using namespace hellojohn;

namespace {

struct Thing {
  std::uint64_t words[4] = {1, 2, 3, 4};
};

std::shared_ptr<Thing> make(SpareBlock& block) {
  return std::allocate_shared<Thing>(SpareAllocator<Thing>(block));
}

}  // namespace

TEST_CASE("spare block: an object after another takes its memory") {
  SpareBlock block;
  const auto first = reinterpret_cast<std::uintptr_t>(make(block).get());
  CHECK(reinterpret_cast<std::uintptr_t>(make(block).get()) == first);
}

TEST_CASE("spare block: two blocks are kept, and a third object has separate memory") {
  SpareBlock block;
  auto one = make(block);
  auto two = make(block);
  const Thing* const first = one.get();
  const Thing* const second = two.get();
  CHECK(first != second);
  one.reset();
  two.reset();
  one = make(block);
  two = make(block);
  const auto three = make(block);
  CHECK(
      ((one.get() == first && two.get() == second) || (one.get() == second && two.get() == first)));
  CHECK(three.get() != first);
  CHECK(three.get() != second);
  CHECK(three->words[3] == 4);
}
