// The steps of AdminHelp. Its state is computed from what it holds, so the tests alone check them. See steps.hpp.
#pragma once

#include "steps.hpp"

namespace hellojohn::inline v0::widgets::steps {

struct AdminHelpSteps {
  static constexpr NamedStep rows[] = {
      {"closed", "open()", "open"},
      {"open", "back", "closed"},
  };
};

}  // namespace hellojohn::inline v0::widgets::steps
