// The steps of LowCodesNotice. Its state is computed from what it holds, so the tests alone check them. See steps.hpp.
#pragma once

#include "screen/steps.hpp"

namespace hellojohn {
inline namespace v0 {
namespace widgets::steps {

struct LowCodesNoticeSteps {
  static constexpr NamedStep rows[] = {
      {"empty", "1 left", "last"},
      {"empty", "2 left", "low"},
      {"empty", "8 left", "none"},
      {"empty", "MFA is off", "none"},
      {"empty", "a code was used, 1 left", "last"},
      {"empty", "a code was used, 7 left", "info"},
      {"empty", "a code was used, not counted", "unknown"},
      {"empty", "a set, not counted", "none"},
      {"info", "1 left", "last"},
      {"info", "2 left", "low"},
      {"info", "8 left", "none"},
      {"info", "MFA is off", "none"},
      {"info", "a code was used, 1 left", "last"},
      {"info", "a code was used, not counted", "unknown"},
      {"info", "a set, not counted", "none"},
      {"info", "later", "info_put_off"},
      {"info", "no set", "empty"},
      {"info", "none left", "empty"},
      {"info", "replace_codes", "info_put_off"},
      {"last", "2 left", "low"},
      {"last", "8 left", "none"},
      {"last", "MFA is off", "none"},
      {"last", "a code was used, 7 left", "info"},
      {"last", "a code was used, not counted", "unknown"},
      {"last", "a set, not counted", "none"},
      {"last", "later", "last_put_off"},
      {"last", "no set", "empty"},
      {"last", "none left", "empty"},
      {"last", "replace_codes", "last_put_off"},
      {"low", "1 left", "last"},
      {"low", "8 left", "none"},
      {"low", "MFA is off", "none"},
      {"low", "a code was used, 1 left", "last"},
      {"low", "a code was used, 7 left", "info"},
      {"low", "a code was used, not counted", "unknown"},
      {"low", "a set, not counted", "none"},
      {"low", "later", "low_put_off"},
      {"low", "no set", "empty"},
      {"low", "none left", "empty"},
      {"low", "replace_codes", "low_put_off"},
      {"none", "1 left", "last"},
      {"none", "2 left", "low"},
      {"none", "a code was used, 1 left", "last"},
      {"none", "a code was used, 7 left", "info"},
      {"none", "a code was used, not counted", "unknown"},
      {"none", "no set", "empty"},
      {"none", "none left", "empty"},
      {"unknown", "1 left", "last"},
      {"unknown", "2 left", "low"},
      {"unknown", "8 left", "none"},
      {"unknown", "MFA is off", "none"},
      {"unknown", "a code was used, 1 left", "last"},
      {"unknown", "a code was used, 7 left", "info"},
      {"unknown", "later", "unknown_put_off"},
      {"unknown", "no set", "empty"},
      {"unknown", "none left", "empty"},
  };
};

}  // namespace widgets::steps
}  // namespace v0
}  // namespace hellojohn
