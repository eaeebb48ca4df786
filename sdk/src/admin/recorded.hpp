// One running override with its local record: a line before it is sent, one when it has ended.
// Knows nothing of what the call asks for or how its answer is read.
#pragma once

#include "client/core.hpp"

#include <hellojohn/admin/overrides.hpp>

#include <atomic>
#include <memory>
#include <string>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace admin {

class Recorded {
 public:
  Recorded(detail::Core& core, OverrideLog* log, Override subject, const IdentityCheck& identity,
           std::string_view expires_in = {});

  /// The service did it.
  [[nodiscard]] Override done(const HttpResponse& response);
  /// Adds to the error what must be known of this override.
  void failed(Error& error) noexcept;

 private:
  void record(OverrideRecord::Stage stage, const Error* error) const noexcept;

  detail::Core& core_;
  OverrideLog* log_;
  Override subject_;
  std::string method_, checked_by_, reference_, reason_, expires_in_;
  std::atomic<bool> done_{false};  // An answer and a cancelled call may meet.
};

/// What Core::start takes: reads an answer, and sees every failure.
template <class Read>
struct RecordedCall {
  std::shared_ptr<Recorded> recorded;
  Read read;

  auto operator()(HttpResponse& response, detail::CallBase&) { return read(response, *recorded); }
  void on_error(Error& error) noexcept { recorded->failed(error); }
};
template <class Read>
RecordedCall(std::shared_ptr<Recorded>, Read) -> RecordedCall<Read>;

}  // namespace admin
}  // namespace v0
}  // namespace hellojohn
