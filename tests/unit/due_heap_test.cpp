// The heap of deadlines: its order beside a sorted list, and what it costs, counted in comparisons instead of seconds.
#include "base/due_heap.hpp"
#include "base/random.hpp"
#include "worlds/catch.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <vector>

using namespace hellojohn;

namespace {

/// A time that counts how often it is compared.
struct Counted {
  int value = 0;
  bool operator<(const Counted& other) const noexcept {
    ++comparisons;
    return value < other.value;
  }
  static inline std::size_t comparisons = 0;
};

struct Element {
  struct Links {
    Counted due{};
    std::uint64_t order = 0;
    bool queued = false;
    bool listed = false;
    Element* child = nullptr;
    Element* next = nullptr;
    Element* previous = nullptr;
  };
  Links links{};
};

using Heap = DueHeap<Element, &Element::links>;

std::vector<Element> elements(std::size_t count) {
  std::vector<Element> out(count);
  for (std::size_t i = 0; i < count; ++i) out[i].links.order = i;
  return out;
}

Element* take(Heap& heap) {
  Element* const out = heap.first();
  if (out != nullptr) heap.remove(*out);
  return out;
}

std::size_t below(Random& random, std::size_t bound) {
  return static_cast<std::size_t>(random.next() * static_cast<double>(bound));
}

}  // namespace

TEST_CASE("due heap: an empty one has no first element, and lets one go that it does not hold") {
  Heap heap;
  Element one;
  CHECK(heap.first() == nullptr);
  heap.remove(one);
  heap.set(one, Counted{7});
  CHECK(heap.first() == &one);
  heap.remove(one);
  CHECK(heap.first() == nullptr);
  CHECK_FALSE(one.links.queued);
}

TEST_CASE("due heap: equal times come in the order of their numbers") {
  Heap heap;
  auto all = elements(9);
  for (const std::size_t i : {4U, 8U, 0U, 2U, 6U, 1U, 7U, 3U, 5U}) heap.set(all[i], Counted{1});
  for (std::size_t i = 0; i < all.size(); ++i) CHECK(take(heap) == &all[i]);
}

TEST_CASE("due heap: after any changes the elements come as a sorted list has them") {
  Random random(20240115);
  auto all = elements(200);
  for (int round = 0; round < 50; ++round) {
    Heap heap;
    for (int change = 0; change < 1000; ++change) {
      Element& element = all[below(random, all.size())];
      if (below(random, 3) == 0)
        heap.remove(element);
      else
        heap.set(element, Counted{static_cast<int>(below(random, 40))});
      if (below(random, 10) == 0) (void)take(heap);
    }
    std::vector<Element*> sorted;
    for (Element& element : all)
      if (element.links.queued) sorted.push_back(&element);
    std::sort(sorted.begin(), sorted.end(), [](const Element* a, const Element* b) {
      return std::tuple(a->links.due.value, a->links.order) <
             std::tuple(b->links.due.value, b->links.order);
    });
    std::vector<Element*> taken;
    while (Element* const next = take(heap)) taken.push_back(next);
    REQUIRE(taken == sorted);
  }
}

TEST_CASE("due heap: 10,000 elements cost some 30 comparisons each, in whatever order they come") {
  constexpr std::size_t many = 10000;
  enum class Order { rising, falling, equal, mixed };
  for (const Order order : {Order::rising, Order::falling, Order::equal, Order::mixed}) {
    CAPTURE(static_cast<int>(order));
    Random random(7);
    Heap heap;
    auto all = elements(many);
    Counted::comparisons = 0;
    for (std::size_t i = 0; i < many; ++i) {
      int due = 1;
      if (order == Order::rising) due = static_cast<int>(i);
      if (order == Order::falling) due = static_cast<int>(many - i);
      if (order == Order::mixed) due = static_cast<int>(below(random, many));
      heap.set(all[i], Counted{due});
    }
    std::size_t taken = 0;
    while (take(heap) != nullptr) ++taken;
    CHECK(taken == many);
    CHECK(Counted::comparisons < 40 * many);
  }
}

TEST_CASE("due heap: elements that come in the order of their times cost three comparisons each") {
  constexpr std::size_t many = 10000;
  for (const int step : {0, 1}) {
    CAPTURE(step);
    Heap heap;
    auto all = elements(many);
    Counted::comparisons = 0;
    for (std::size_t i = 0; i < many; ++i) heap.set(all[i], Counted{static_cast<int>(i) * step});
    for (std::size_t i = 0; i < many; ++i) REQUIRE(take(heap) == &all[i]);
    CHECK(Counted::comparisons < 3 * many);
  }
}

TEST_CASE("due heap: the last of the list leaves, and an earlier one may be listed again") {
  Heap heap;
  auto all = elements(4);
  heap.set(all[0], Counted{1});
  heap.set(all[1], Counted{9});
  heap.set(all[2], Counted{5});
  CHECK_FALSE(all[2].links.listed);
  heap.remove(all[1]);
  heap.set(all[3], Counted{4});
  CHECK(all[3].links.listed);
  CHECK(take(heap) == &all[0]);
  CHECK(take(heap) == &all[3]);
  CHECK(take(heap) == &all[2]);
  CHECK(take(heap) == nullptr);
}
