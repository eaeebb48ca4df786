// The notice that backup codes run out: how grave, how long it stays away. Never invents a count.
#pragma once

#include <hellojohn/mfa.hpp>
#include <hellojohn/widgets/component.hpp>
#include <hellojohn/widgets/host_state.hpp>

#include <cstdint>
#include <optional>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

/// How few codes are left.
enum class LowCodesLevel : std::uint8_t {
  none,     ///< Nothing to say.
  info,     ///< A code was just used.
  unknown,  ///< You may be running low.
  low,      ///< Fewer than the threshold.
  last,     ///< One.
  empty,    ///< Not to be dismissed.
};

/// When to warn, and how long to be quiet.
struct LowCodesOptions {
  int threshold = 3;                  ///< Fewer than this many are few.
  std::chrono::hours snooze{7 * 24};  ///< How long "later" keeps it away.
};

/// **Exceptions** none: the library is built without them, so it ends the program if memory runs out. A hook must not throw.
/// **Thread safety** one thread. **Lifetime** the HostState must outlive it.
class LowCodesNotice final : public Component {
 public:
  /// Says nothing until set(). **Lifetime** the HostState must outlive it.
  explicit LowCodesNotice(HostState& host, const LowCodesOptions& options = {});

  /// What is known now. With MFA off there is nothing to warn of.
  void set(const BackupCodesStatus& status);
  void set_mfa_off();  ///< There are no codes to run out of.
  /// Drops what is known: it belongs to another account.
  void forget();
  /// After a sign-in by backup code: says how many are left, if that is known.
  void after_use(std::optional<int> left);

  ///@{
  /// Takes what a person did on this screen; moves the time on, once a frame. Both may change
  /// view().
  void apply(const Intent& intent);
  void update(Time now);
  ///@}

  /// How grave it is, also while it is put off.
  [[nodiscard]] LowCodesLevel level() const noexcept { return level_; }
  /// It is worth being drawn at this moment: something to say, and not put off.
  [[nodiscard]] bool visible() const noexcept;
  /// The person asked for new codes; true once.
  [[nodiscard]] bool take_replace() noexcept;
  /// The person asked to read the count again; true once.
  [[nodiscard]] bool take_check() noexcept;

 private:
  void build(Screen& screen) noexcept override;
  void set_level(LowCodesLevel level, std::optional<int> left);
  [[nodiscard]] std::int64_t snoozed_until() const noexcept;
  void snooze();

  HostState& host_;
  LowCodesOptions options_;
  LowCodesLevel level_ = LowCodesLevel::none;
  std::optional<int> left_;
  bool at_most_ = false;
  bool dismissed_ = false;
  bool replace_ = false;
  bool check_ = false;
};

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
