// Lost access, played with the client from the mail to the next sign-in, so that a studio knows before launch that it works.
// The open-source server has no recovery by mail: there it plays the second factor, from the enrolment to its removal.
#pragma once

#include "exam.hpp"

#include <hellojohn/result.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace doctor {

struct Step {
  std::string name;
  bool is_well = false;
  std::string words;
};

class Rehearsal {
 public:
  /// Gives the pasted text of the mail; empty: nobody has it. Not called if the setup has a control token.
  using AskForLink = std::function<Secret()>;
  /// Called after each step.
  using OnStep = std::function<void(const Step&)>;

  /// `setup` outlives it.
  Rehearsal(const Setup& setup, AskForLink ask_for_link, OnStep on_step)
      : setup_(setup), ask_for_link_(std::move(ask_for_link)), on_step_(std::move(on_step)) {}

  /// True if every step was well. Removes the authenticator that it set up.
  [[nodiscard]] bool play();
  [[nodiscard]] const std::vector<std::string>& notes() const noexcept { return notes_; }

 private:
  bool step(std::string_view name, bool is_well, std::string words);
  bool failed(std::string_view name, const Error& error);
  void note_factor();
  [[nodiscard]] bool begin();
  [[nodiscard]] bool open_link();
  [[nodiscard]] bool enrol();
  [[nodiscard]] bool make_codes();
  [[nodiscard]] bool sign_in();
  [[nodiscard]] bool leave();
  [[nodiscard]] bool play_second_factor();
  [[nodiscard]] bool open();
  [[nodiscard]] bool enrol_signed_in();
  [[nodiscard]] bool use_codes();
  [[nodiscard]] bool leave_with_proof();
  void note_weak_codes();

  const Setup& setup_;
  AskForLink ask_for_link_;
  OnStep on_step_;
  std::optional<Client> client_;
  std::unique_ptr<Wire> wire_;
  std::optional<RecoverySession> recovery_;
  bool has_begun_ = false;  // A step was well.
  std::string factor_;
  std::vector<Secret> codes_;
  std::vector<std::string> notes_;
};

}  // namespace doctor
}  // namespace v0
}  // namespace hellojohn
