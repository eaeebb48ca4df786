// For systems whose threads receive no signals, such as Windows: there is nothing to block.
#pragma once

namespace hellojohn {
inline namespace v0 {

class AllSignalsBlocked {
 public:
  AllSignalsBlocked() noexcept {}
  ~AllSignalsBlocked() {}
  AllSignalsBlocked(const AllSignalsBlocked&) = delete;
  AllSignalsBlocked& operator=(const AllSignalsBlocked&) = delete;
};

}  // namespace v0
}  // namespace hellojohn
