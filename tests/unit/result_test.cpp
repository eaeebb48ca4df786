// Result: reading either side, a fallback, and going on with the value. Move-only values pass through all of them.
#include "worlds/catch.hpp"

#include <hellojohn/result.hpp>

#include <memory>
#include <string>

using hellojohn::Errc;
using hellojohn::Error;
using hellojohn::Result;
using hellojohn::Unit;

namespace {

Error refused() {
  Error error;
  error.code = Errc::forbidden;
  error.detail = "no";
  return error;
}

Result<int> half(int n) {
  if (n % 2 != 0) return refused();
  return n / 2;
}

}  // namespace

TEST_CASE("result: a fallback is used only if there is no value") {
  const Result<int> success = 7;
  const Result<int> failure = refused();
  CHECK(success.value_or(1) == 7);
  CHECK(failure.value_or(1) == 1);
  CHECK(Result<std::string>("word").value_or("none") == "word");
  CHECK(Result<std::string>(refused()).value_or("none") == "none");
  CHECK(*Result<std::unique_ptr<int>>(std::make_unique<int>(3)).value_or(nullptr) == 3);
  CHECK(Result<std::unique_ptr<int>>(refused()).value_or(nullptr) == nullptr);
}

TEST_CASE("result: transform changes a value and passes an error on") {
  int calls = 0;
  const auto twice = [&](int n) {
    ++calls;
    return std::to_string(2 * n);
  };
  const Result<std::string> word = Result<int>(21).transform(twice);
  REQUIRE(word);
  CHECK(*word == "42");
  const Result<std::string> none = Result<int>(refused()).transform(twice);
  REQUIRE_FALSE(none);
  CHECK(none.error().code == Errc::forbidden);
  CHECK(none.error().detail == "no");
  CHECK(calls == 1);
}

TEST_CASE(
    "result: transform takes a function that returns nothing, and moves what cannot be copied") {
  int seen = 0;
  const Result<Unit> done =
      Result<std::unique_ptr<int>>(std::make_unique<int>(5)).transform([&](std::unique_ptr<int> n) {
        seen = *n;
      });
  CHECK(done.has_value());
  CHECK(seen == 5);
  const Result<Unit> none = Result<int>(refused()).transform([&](int n) { seen = n; });
  CHECK_FALSE(none.has_value());
  CHECK(seen == 5);
}

TEST_CASE("result: and_then goes on until the first error, and keeps that one") {
  CHECK(Result<int>(8).and_then(half).and_then(half).value_or(-1) == 2);
  int calls = 0;
  const auto count = [&](int n) {
    ++calls;
    return half(n);
  };
  const Result<int> stopped = Result<int>(6).and_then(count).and_then(count).and_then(count);
  REQUIRE_FALSE(stopped);
  CHECK(stopped.error().detail == "no");
  CHECK(calls == 2);
}

TEST_CASE("result: a value that is read from a constant result is the one that was stored") {
  const Result<std::string> word = std::string("abc");
  CHECK(word.value() == "abc");
  CHECK(word->size() == 3);
  CHECK(&word.value() == &*word);
}
