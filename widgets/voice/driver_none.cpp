// A build without a speech service.
#include "driver.hpp"

namespace hellojohn {
inline namespace v0 {
namespace speech {

std::unique_ptr<Driver> open_driver(const std::string&) { return nullptr; }

}  // namespace speech
}  // namespace v0
}  // namespace hellojohn
