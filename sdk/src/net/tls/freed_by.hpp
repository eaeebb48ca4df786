// How OpenSSL's objects are given back, for std::unique_ptr.
#pragma once

namespace hellojohn {
inline namespace v0 {
namespace net {

template <auto give_back>
struct FreedBy {
  template <class T>
  void operator()(T* object) const noexcept {
    give_back(object);
  }
};

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
