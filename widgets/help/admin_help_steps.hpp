// The steps of AdminHelp. Its state is computed from what it holds, so the tests alone check them. See steps.hpp.
#pragma once

#include "screen/steps.hpp"

namespace hellojohn {
inline namespace v0 {
namespace widgets::steps {

struct AdminHelpSteps {
  static constexpr NamedStep rows[] = {
      {"closed", "open()", "open"},
      {"open", "back", "closed"},
  };
};

}  // namespace widgets::steps
}  // namespace v0
}  // namespace hellojohn
