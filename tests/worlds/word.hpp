// What a client says became of a call, whatever the call would have returned.
#pragma once

#include <hellojohn/error.hpp>
#include <hellojohn/result.hpp>

#include <utility>

namespace hellojohn::tests {

struct Word {
  bool ok = false;
  Error error{};
  [[nodiscard]] bool says(Outcome outcome) const { return !ok && error.outcome == outcome; }
  [[nodiscard]] bool claims_done() const { return ok || says(Outcome::done_answer_lost); }
  [[nodiscard]] bool claims_nothing() const {
    return says(Outcome::not_sent) || says(Outcome::refused);
  }
};

template <class T>
[[nodiscard]] Word word_of(Result<T>&& result) {
  Word word;
  word.ok = result.has_value();
  if (!word.ok) word.error = std::move(result).error();
  return word;
}

}  // namespace hellojohn::tests
