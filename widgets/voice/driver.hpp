// One platform's speech service, as the thread of SystemVoice uses it. A file for each service implements it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace speech {

/// A connection to the service. One thread uses it; each call may wait for the service.
class Driver {
 public:
  virtual ~Driver() = default;
  /// A BCP 47 tag. A language that the service does not have changes nothing.
  virtual void set_language(std::string_view tag) = 0;
  /// `interrupts`: drops what is being said and what waits. False: the service is gone.
  virtual bool say(const char* text, bool interrupts) = 0;
};

/// Null if the service is not there.
[[nodiscard]] std::unique_ptr<Driver> open_driver(const std::string& application);

}  // namespace speech
}  // namespace v0
}  // namespace hellojohn
