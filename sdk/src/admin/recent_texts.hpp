// A memory of bounded size for what was seen: the newest stay. Knows nothing of what the texts mean.
#pragma once

#include <cstddef>
#include <deque>
#include <set>
#include <string>

namespace hellojohn {
inline namespace v0 {
namespace admin {

/// **Thread safety** none.
class RecentTexts {
 public:
  /// False, and nothing changes, if it is known. Strong guarantee: if this throws, what is known stays as it was.
  bool add(const std::string& text) {
    drop_empty_place();
    order_.push_back(known_.end());
    const auto [place, is_new] = known_.insert(text);
    if (is_new)
      order_.back() = place;
    else
      order_.pop_back();
    return is_new;
  }
  [[nodiscard]] bool contains(const std::string& text) const { return known_.contains(text); }
  [[nodiscard]] std::size_t size() const noexcept { return order_.size(); }
  /// Takes the newest `count` back.
  void take_back(std::size_t count) noexcept {
    drop_empty_place();
    for (; count > 0; --count) {
      known_.erase(order_.back());
      order_.pop_back();
    }
  }
  /// Forgets all but the newest `count`.
  void keep(std::size_t count) noexcept {
    for (; order_.size() > count; order_.pop_front()) known_.erase(order_.front());
  }

 private:
  /// An add() that ran out of memory left one.
  void drop_empty_place() noexcept {
    if (!order_.empty() && order_.back() == known_.end()) order_.pop_back();
  }

  std::set<std::string> known_;
  std::deque<std::set<std::string>::iterator> order_;
};

}  // namespace admin
}  // namespace v0
}  // namespace hellojohn
