// What becomes due, earliest first: a list and a pairing heap whose links stand in their elements, so that they allocate nothing.
// Knows nothing of what its elements are.
#pragma once

#include <utility>

namespace hellojohn {
inline namespace v0 {

/// `links` names a member of T that has `due` (an ordered time), `order` (a number that settles equal times), `queued` (false
/// at first), `listed` and the pointers `child`, `next` and `previous` to T.
///
/// An element that is due after all listed ones is appended to the list: calls with one bound come in that order, and each then
/// costs O(1). The others go into the heap, where set() is O(1) and taking one out is O(log n) in the long run. Nothing recurses.
/// **Thread safety** none. **Lifetime** an element leaves before it ends; the heap may end before its elements.
template <class T, auto links>
class DueHeap {
 public:
  /// The element that is due first; null if there is none.
  [[nodiscard]] T* first() const noexcept {
    if (head_ == nullptr || root_ == nullptr) return head_ != nullptr ? head_ : root_;
    return is_before(head_, root_) ? head_ : root_;
  }

  /// Puts the element in, or moves it.
  template <class Time>
  void set(T& element, Time due) noexcept {
    remove(element);
    auto& own = element.*links;
    own.due = due;
    own.queued = true;
    own.listed = tail_ == nullptr || !is_before(&element, tail_);
    if (!own.listed) {
      root_ = joined(root_, &element);
      return;
    }
    own.previous = tail_;
    (tail_ != nullptr ? (tail_->*links).next : head_) = &element;
    tail_ = &element;
  }

  /// Does nothing if it is not in.
  void remove(T& element) noexcept {
    auto& own = element.*links;
    if (!own.queued) return;
    own.queued = false;
    own.listed ? unlist(element) : cut(element);
    own.next = own.previous = nullptr;
  }

 private:
  void unlist(T& element) noexcept {
    const auto& own = element.*links;
    (own.previous != nullptr ? (own.previous->*links).next : head_) = own.next;
    (own.next != nullptr ? (own.next->*links).previous : tail_) = own.previous;
  }

  void cut(T& element) noexcept {
    auto& own = element.*links;
    T* const children = merged(std::exchange(own.child, nullptr));
    if (&element == root_) {
      root_ = children;
      return;
    }
    auto& before = own.previous->*links;
    (before.child == &element ? before.child : before.next) = own.next;
    if (own.next != nullptr) (own.next->*links).previous = own.previous;
    root_ = joined(root_, children);
  }

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

  T* head_ = nullptr;
  T* tail_ = nullptr;
  T* root_ = nullptr;
};

}  // namespace v0
}  // namespace hellojohn
