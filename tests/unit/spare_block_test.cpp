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

TEST_CASE("spare block: two at a time have memory of their own, and one block is kept") {
  SpareBlock block;
  auto one = make(block);
  auto two = make(block);
  CHECK(one.get() != two.get());
  CHECK(two->words[3] == 4);
  const Thing* const last = two.get();
  one.reset();
  two.reset();
  CHECK(make(block).get() == last);
}
