// Help from a person: what support will ask, what it never asks, and the reference to read out.
#pragma once

#include <hellojohn/widgets/component.hpp>
#include <hellojohn/widgets/host_state.hpp>
#include <hellojohn/widgets/qr_matrix.hpp>

#include <string>
#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

/// **Exceptions** none: the library is built without them, so it ends the program if memory runs out. A hook must not throw.
/// **Thread safety** one thread. **Lifetime** the HostState must outlive it.
class AdminHelp final : public Component {
 public:
  explicit AdminHelp(HostState& host);  ///< Closed until open().

  /// `reference`: the request id of what went wrong; empty if there is none.
  void open(std::string_view reference);
  ///@{
  /// Takes what a person did on this screen; moves the time on, once a frame. Both may change
  /// view().
  void apply(const Intent& intent);
  void update(Time now);
  ///@}
  /// True before open() and after the person went back.
  [[nodiscard]] bool closed() const noexcept { return closed_; }

 private:
  void build(Screen& screen) noexcept override;

  HostState& host_;
  std::string reference_;
  QrMatrix page_;
  bool closed_ = true;
};

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
