// The steps of CodeField. Its state is computed from what it holds, so the tests alone check them. See steps.hpp.
#pragma once

#include "screen/steps.hpp"

namespace hellojohn {
inline namespace v0 {
namespace widgets::steps {

struct CodeFieldSteps {
  static constexpr NamedStep rows[] = {
      {"complete", "a character", "long"},
      {"complete", "a sheet is pasted", "sheet"},
      {"complete", "backspace", "partial"},
      {"complete", "clear()", "empty"},
      {"empty", "a character", "partial"},
      {"empty", "a code is pasted", "complete"},
      {"empty", "a sheet is pasted", "sheet"},
      {"long", "a code is pasted", "complete"},
      {"long", "a sheet is pasted", "sheet"},
      {"long", "backspace", "complete"},
      {"long", "clear()", "empty"},
      {"partial", "a character", "complete"},
      {"partial", "a code is pasted", "complete"},
      {"partial", "a sheet is pasted", "sheet"},
      {"partial", "clear()", "empty"},
      {"sheet", "a code is pasted", "complete"},
      {"sheet", "a line is picked", "complete"},
      {"sheet", "a link is pasted", "empty"},
      {"sheet", "clear()", "empty"},
      {"sheet", "the lines are forgotten", "empty"},
  };
};

}  // namespace widgets::steps
}  // namespace v0
}  // namespace hellojohn
