// The untyped half of calls.hpp.
#include "system/model/calls.hpp"

namespace hellojohn::tests {

void CallBook::cancel(std::size_t index) noexcept { calls_[index]->cancel(); }

void CallBook::drop(std::size_t index) {
  calls_.erase(calls_.begin() + static_cast<std::ptrdiff_t>(index));
}

void CallBook::look() {
  for (const auto& call : calls_) call->look(verdict_);
}

void CallBook::finish() {
  for (const auto& call : calls_) call->finish(verdict_);
  calls_.clear();
}

}  // namespace hellojohn::tests
