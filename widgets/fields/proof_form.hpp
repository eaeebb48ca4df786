// The password and a code, for a call that wants both: a part of BackupCodes and FactorList. Not a public header.
#pragma once

#include <hellojohn/error.hpp>
#include <hellojohn/mfa.hpp>
#include <hellojohn/options.hpp>
#include <hellojohn/widgets/code_field.hpp>
#include <hellojohn/widgets/screen.hpp>

#include <cstdint>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

/// Wiped on destruction: its owner keeps it only while the proof may still be wanted.
class ProofForm final {
 public:
  /// `backup_codes`: the shape of the codes that may stand in for the authenticator's.
  explicit ProofForm(const BackupCodeFormat& backup_codes) : backup_format_(backup_codes) {
    use_backup(false);
  }

  /// Asks anew. The password stays; a code is worth one try.
  void open() noexcept;
  /// Masks what is typed.
  void hide() noexcept { code_.reveal(false); }
  /// A switch was pressed. True if the form has another field now.
  bool apply(Action action) noexcept;
  /// True if both can be sent. Else the next screen says what is missing.
  [[nodiscard]] bool complete() noexcept;
  /// **Lifetime** until the next change.
  [[nodiscard]] Proof proof() const noexcept;
  /// The call failed. True if the proof was at fault: the form then says so.
  [[nodiscard]] bool refuse(const Error& error) noexcept;
  /// True once after something was typed.
  [[nodiscard]] bool typed() noexcept;
  /// Fills a screen.
  void build(Screen& screen) noexcept;

 private:
  void use_backup(bool on) noexcept;
  void build_password(Screen& screen) noexcept;
  void build_code(Screen& screen) noexcept;
  [[nodiscard]] std::uint32_t revision() const noexcept {
    return password_.revision() + code_.revision();
  }

  BackupCodeFormat backup_format_;
  TextInput password_;
  CodeField code_;
  bool backup_ = false;
  MessageId password_error_ = MessageId::none;
  MessageId code_error_ = MessageId::none;
  std::uint32_t seen_revision_ = 0;
};

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
