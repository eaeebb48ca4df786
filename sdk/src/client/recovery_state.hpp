// The token of a recovery session and its end. Shared by the session's handle and its running calls.
#pragma once

#include "base/process.hpp"

#include <hellojohn/recovery.hpp>
#include <hellojohn/secret.hpp>

#include <chrono>
#include <memory>
#include <string>

namespace hellojohn {
inline namespace v0 {
namespace detail {

struct RecoveryState {
  std::shared_ptr<Core> core;
  std::chrono::steady_clock::time_point ends{};
  bool end_assumed = false;
  bool requires_reenrolment = true;

  OwnMutex mutex;                       // Guards what follows.
  std::shared_ptr<const Secret> token;  // Null when ended.
  std::string user_id;
};

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
