// The person's own ways to confirm a sign-in: each can be replaced or removed. Sends nothing without a press.
#pragma once

#include <hellojohn/capabilities.hpp>
#include <hellojohn/mfa.hpp>
#include <hellojohn/pending.hpp>
#include <hellojohn/user.hpp>
#include <hellojohn/widgets/component.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hellojohn {
inline namespace v0 {
class Client;
}  // namespace v0
}  // namespace hellojohn

namespace hellojohn {
inline namespace v0 {
namespace widgets {

class ProofForm;

/// What is on screen.
enum class FactorListPhase : std::uint8_t {
  closed,    ///< Before open(), after the removal, and after Back.
  listing,   ///< Every active factor, each with what can be done to it.
  asking,    ///< "Remove ...?"
  removing,  ///< The removal is on its way.
  failed,    ///< Nothing was removed.
  unknown,   ///< Nobody knows whether it was removed; Check again reads the list.
  looking,   ///< The list is being read.
  proving,   ///< The server wants the password and a code with the removal.
};

/// **Exceptions** none. **Thread safety** one thread, that of Client::poll(). **Lifetime** may outlive its Client.
class FactorList final : public Component {
 public:
  /// Closed until open().
  explicit FactorList(const Client& client);
  /// A removal that was sent goes on.
  ~FactorList();

  /// Lists the active ones among `factors`. `account`: who is signed in, as it may be shown.
  void open(const std::vector<Factor>& factors, std::string_view account);
  /// Removes the factor that a new one has replaced. The person agreed to it when they chose to replace it.
  void remove_replaced(Factor factor, std::string_view account);
  /// Asks whether `factor` may be removed, so that a new one can be set up: for a server with one authenticator
  /// (Capabilities::one_authenticator).
  void ask_to_replace(Factor factor, std::string_view account);
  /// The factor is gone and the person wants a new one; once.
  [[nodiscard]] bool take_set_up() noexcept;
  /// Masks what is typed; see AccountAccess::hide_secrets().
  void hide_secrets();
  /// Drops what is shown: it belongs to another account. A removal that was sent goes on.
  void forget();

  ///@{
  /// Takes what a person did on this screen; moves the time on, once a frame. Both may change
  /// view().
  void apply(const Intent& intent);
  void update(Time now);
  ///@}

  /// What is on screen.
  [[nodiscard]] FactorListPhase phase() const noexcept { return phase_; }
  /// The factor that the person wants to replace; once. A new one is set up first. Never with
  /// Capabilities::one_authenticator: there take_set_up() follows the removal.
  [[nodiscard]] std::optional<Factor> take_replacement();

 private:
  void build(Screen& screen) noexcept override;
  void build_list(Screen& screen) const noexcept;
  void build_end(Screen& screen) const noexcept;
  void go(FactorListPhase phase) noexcept;
  void begin();
  void remove();
  void removed() noexcept;
  void apply_to_proof(Action action);
  void build_asking(Screen& screen) const noexcept;
  /// `named` with the factor's name in it; `app` for the one authenticator, which has none.
  [[nodiscard]] Message say_of(MessageId named, MessageId app) const noexcept;
  void take_removed(const Result<Unit>& answer);
  void take_factors(Result<std::vector<Factor>> answer);
  void keep_active(const std::vector<Factor>& factors);
  [[nodiscard]] std::string_view name() const noexcept;
  [[nodiscard]] bool is_last() const noexcept;

  UserMfa mfa_;
  Capabilities server_;
  std::unique_ptr<ProofForm> proof_;  // While it is asked for, and until the factor is gone.
  bool replacing_ = false;            // A new one is to be set up after the removal.
  bool set_up_ = false;
  FactorListPhase phase_ = FactorListPhase::closed;
  std::vector<Factor> factors_;  // Active, without the backup codes.
  Factor chosen_;
  std::string account_;
  std::optional<Factor> replacement_;
  std::optional<Error> error_;
  Pending<Unit> remove_call_;
  Pending<std::vector<Factor>> factors_call_;
};

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
