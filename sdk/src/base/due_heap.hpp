// What becomes due, earliest first: a pairing heap whose links stand in its elements, so that it allocates nothing.
// Knows nothing of what its elements are.
#pragma once

#include <utility>

namespace hellojohn {
inline namespace v0 {

/// `links` names a member of T that has `due` (an ordered time), `order` (a number that settles equal times), `queued` (false
/// at first) and the pointers `child`, `next` and `previous` to T.
///
/// set() is O(1) for an element that is not in the heap; taking one out is O(log n) in the long run. Nothing recurses.
/// **Thread safety** none. **Lifetime** an element leaves before it ends; the heap may end before its elements.
template <class T, auto links>
class DueHeap {
 public:
  /// The element that is due first; null if there is none.
  [[nodiscard]] T* first() const noexcept { return root_; }

  /// Puts the element in, or moves it.
  template <class Time>
  void set(T& element, Time due) noexcept {
    remove(element);
    auto& own = element.*links;
    own.due = due;
    own.queued = true;
    root_ = joined(root_, &element);
  }

  /// Does nothing if it is not in.
  void remove(T& element) noexcept {
    auto& own = element.*links;
    if (!own.queued) return;
    T* const children = merged(std::exchange(own.child, nullptr));
    if (&element == root_) {
      root_ = children;
    } else {
      auto& before = own.previous->*links;
      (before.child == &element ? before.child : before.next) = own.next;
      if (own.next != nullptr) (own.next->*links).previous = own.previous;
      root_ = joined(root_, children);
    }
    own.next = own.previous = nullptr;
    own.queued = false;
  }

 private:
  static bool is_before(const T* a, const T* b) noexcept {
    const auto& left = a->*links;
    const auto& right = b->*links;
    if (left.due < right.due) return true;
    return !(right.due < left.due) && left.order < right.order;
  }

  /// Of two trees, of which one or both may be missing.
  static T* joined(T* a, T* b) noexcept {
    if (a == nullptr || b == nullptr) return a != nullptr ? a : b;
    if (is_before(b, a)) std::swap(a, b);
    auto& parent = a->*links;
    auto& child = b->*links;
    child.previous = a;
    child.next = parent.child;
    if (child.next != nullptr) (child.next->*links).previous = b;
    parent.child = b;
    return a;
  }

  /// One tree of a list of siblings: neighbours in pairs first, then the pairs from the last to the first. That order is what
  /// bounds the cost.
  static T* merged(T* siblings) noexcept {
    T* pairs = nullptr;
    while (siblings != nullptr) {
      T* const a = detached(siblings);
      T* const b = detached(siblings);
      T* const pair = joined(a, b);
      (pair->*links).next = pairs;
      pairs = pair;
    }
    T* out = nullptr;
    while (pairs != nullptr) out = joined(out, detached(pairs));
    return out;
  }

  /// The first of a list, which is then the rest; null at its end.
  static T* detached(T*& list) noexcept {
    T* const out = list;
    if (out == nullptr) return nullptr;
    auto& own = out->*links;
    list = std::exchange(own.next, nullptr);
    own.previous = nullptr;
    return out;
  }

  T* root_ = nullptr;
};

}  // namespace v0
}  // namespace hellojohn
