// The memory behind secrets: many of them share regions, none overlap, and what was given back is used again.
#include "base/random.hpp"
#include "secret/cells.hpp"
#include "secret/memory.hpp"
#include "worlds/catch.hpp"
#include "worlds/processes.hpp"

#include <hellojohn/secret.hpp>

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

using namespace hellojohn;

namespace {

struct Block {
  char* memory = nullptr;
  std::size_t size = 0;
  char mark = 0;
  [[nodiscard]] bool is_whole() const {
    return std::all_of(memory, memory + size, [this](char c) { return c == mark; });
  }
};

}  // namespace

TEST_CASE("secret memory: 10,000 secrets share regions instead of a mapping each") {
  const std::string token(700, 't');
  std::vector<Secret> secrets;
  secrets.reserve(10000);
  REQUIRE(tests::mappings_here() > 0);
  const int before = tests::mappings_here();
  for (int i = 0; i < 10000; ++i) secrets.emplace_back(token);
  const int grown = tests::mappings_here() - before;
  CHECK(grown < 100);
  for (const Secret& secret : secrets) REQUIRE(secret.reveal() == token);
  secrets.clear();
  for (int i = 0; i < 10000; ++i) secrets.emplace_back(token);
  CHECK(tests::mappings_here() - before <= grown + 2);
}

TEST_CASE("secret memory: a region that secrets of one size gave back serves every other size") {
  std::vector<char> memory(detail::Cells::bytes);
  detail::Cells cells;
  cells.use(memory.data());
  constexpr std::size_t sizes[] = {64, 1, 300, 700, 2000, 4096, 4097, 32768, 64};
  for (const std::size_t size : sizes) {
    CAPTURE(size);
    std::vector<void*> taken;
    while (void* const block = cells.take(size)) taken.push_back(block);
    CHECK(taken.size() * std::max(size, detail::Cells::cell) > detail::Cells::bytes / 2);
    for (void* const block : taken) REQUIRE(cells.give_back(block, size));
  }
}

TEST_CASE("secret memory: a full region takes again what was given back, at the same place") {
  std::vector<char> memory(detail::Cells::bytes);
  detail::Cells cells;
  cells.use(memory.data());
  std::vector<void*> taken;
  while (void* const block = cells.take(600)) taken.push_back(block);
  CHECK(cells.take(1) == nullptr);
  for (const std::size_t i : {taken.size() - 1, taken.size() / 2, std::size_t{0}}) {
    REQUIRE(cells.give_back(taken[i], 600));
    CHECK(cells.take(600) == taken[i]);
    CHECK(cells.take(600) == nullptr);
  }
}

TEST_CASE("secret memory: blocks of all sizes never overlap, whatever is given back between") {
  Random random(20240115);
  const auto below = [&](std::size_t bound) {
    return static_cast<std::size_t>(random.next() * static_cast<double>(bound));
  };
  std::vector<Block> blocks;
  for (int i = 0; i < 20000; ++i) {
    if (blocks.size() > 2000 || (!blocks.empty() && below(3) == 0)) {
      Block& gone = blocks[below(blocks.size())];
      REQUIRE(gone.is_whole());
      detail::release_secret(gone.memory, gone.size);
      gone = blocks.back();
      blocks.pop_back();
      continue;
    }
    Block made;
    made.size = below(20) == 0 ? below(40 * 1024) : below(1500);
    made.mark = static_cast<char>('a' + i % 26);
    made.memory = static_cast<char*>(detail::allocate_secret(made.size));
    REQUIRE(made.memory != nullptr);
    std::memset(made.memory, made.mark, made.size);
    blocks.push_back(made);
  }
  for (const Block& block : blocks) {
    REQUIRE(block.is_whole());
    detail::release_secret(block.memory, block.size);
  }
}
