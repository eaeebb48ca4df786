// A screen as data: what is shown, in reading order, with every decision made. The semantic tree and the layout are one,
// so that what is drawn and what is spoken cannot differ. Knows no toolkit.
#pragma once

#include <hellojohn/widgets/fixed_text.hpp>
#include <hellojohn/widgets/message.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace hellojohn::widgets {

class CodeField;
class CodeSheet;
class QrMatrix;

/// What a person did. One list for all components: a component ignores what is not its own or not enabled.
enum class Action : std::uint8_t {
  none,
  submit,  ///< Send what is in the field.
  back,
  cancel,  ///< Ends the whole task, after asking where something would be lost.
  retry,
  leave,  ///< "Yes" to a question whether to give something up.
  stay,   ///< "No" to it.
  done,
  later,
  dismiss,
  // Secrets on screen
  reveal,      ///< Shows or hides all.
  reveal_row,  ///< index: the row; shown for 10 s.
  show_anyway,
  reveal_input,  ///< Shows or hides what is typed.
  copy_all,
  copy_row,  ///< index: the row.
  copy_key,
  clear_clipboard,
  save,
  print,
  toggle_saved,
  skip_check,
  // Backup codes
  create_codes,
  replace_codes,
  // Sign-in and challenge
  use_backup_code,
  use_authenticator,
  other_ways,
  choose,  ///< index: the item.
  check_again,
  lost_access,
  sign_in,
  sign_out,
  // Lost access and enrolment
  resend,
  change,
  open_mail,
  paste,  ///< Take the host's clipboard into the field.
  new_link,
  new_key,
  show_key,
  open_authenticator,
  set_up,
  not_me,
  ask_help,
  refresh,
};

/// Which of the screens of AccountAccess an intent came from; a component alone has the main one.
enum class Part : std::uint8_t { main, notice, banner };

/// An action and the item it is about. Holds no text: what is typed goes straight into the component's own buffer.
struct Intent {
  Action action = Action::none;
  std::uint8_t index = 0;
  Part part = Part::main;
};

/// What one frame of a skin found, in order. More than fit are dropped: no person does nine things in a frame.
class Intents {
 public:
  void add(Action action, std::uint8_t index = 0, Part part = Part::main) noexcept {
    if (size_ < items_.size()) items_[size_++] = {action, index, part};
  }
  [[nodiscard]] const Intent* begin() const noexcept { return items_.data(); }
  [[nodiscard]] const Intent* end() const noexcept { return items_.data() + size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

 private:
  std::array<Intent, 8> items_{};
  std::size_t size_ = 0;
};

/// What an element is, to a renderer and to a screen reader.
enum class Role : std::uint8_t {
  heading,
  paragraph,
  hint,
  notice,      ///< A banner; its emphasis says how grave, its label says it in words.
  error,       ///< Belongs to the field before it.
  text_field,  ///< Element::input
  password_field,
  code_field,  ///< Element::code
  codes,       ///< Screen::sheet, as a numbered table; rows answer reveal_row and copy_row.
  qr,          ///< Screen::qr
  value,       ///< A label with its value: an account, a key, a reference number.
  checkbox,
  button,
  link,   ///< A button of little weight.
  card,   ///< A choice with a line of explanation in `value`.
  steps,  ///< Progress: n of total done.
  tick,   ///< A line of a summary; `checked` says whether it was reached.
  busy,   ///< To be shown while Screen::busy, so that it neither flickers nor flashes.
};

/// How much weight an element has; every one also differs in words or shape, never by colour alone.
enum class Emphasis : std::uint8_t { normal, primary, danger, info, warning, success, quiet };

/// One element of a screen.
struct Element {
  Role role = Role::paragraph;
  Emphasis emphasis = Emphasis::normal;
  Action action = Action::none;
  std::uint8_t index = 0;
  bool enabled = true;
  bool checked = false;
  bool secret = false;  ///< Not to be drawn, spoken or captured while the screen is masked.
  Message label{};
  Message value{};   ///< What a reader says after the label; a card's explanation; a value.
  Message reason{};  ///< Why it is not enabled; readable by focus.
  SecretView secret_value{};   ///< A secret that belongs to the label; empty while it is masked.
  TextInput* input = nullptr;  ///< **Lifetime** the component's.
  CodeField* code = nullptr;   ///< **Lifetime** the component's.
};

/// All that a skin needs to draw, speak and operate one state of a component.
///
/// **Lifetime** messages and pointers live until the component's next apply() or update().
class Screen {
 public:
  static constexpr std::size_t capacity = 48;

  [[nodiscard]] const Element* begin() const noexcept { return elements_.data(); }
  [[nodiscard]] const Element* end() const noexcept { return elements_.data() + size_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] const Element& operator[](std::size_t i) const noexcept { return elements_[i]; }

  /// Null where no element has that role, action or message. The first one where several have.
  [[nodiscard]] const Element* find(Role role) const noexcept;
  [[nodiscard]] const Element* find(Action action, std::uint8_t index = 0) const noexcept;
  [[nodiscard]] const Element* find(MessageId label) const noexcept;
  /// True where the action is there and enabled.
  [[nodiscard]] bool can(Action action, std::uint8_t index = 0) const noexcept;

  std::size_t focus = 0;      ///< Element that gets the focus on arrival.
  std::uint32_t arrival = 0;  ///< Differs for each arrival: a skin then moves the focus.
  Message announcement{};     ///< Said once by a screen reader when it changes.
  bool busy = false;          ///< After 150 ms of waiting, at least 300 ms long.
  bool masked = true;         ///< Secrets are hidden at this moment.
  bool has_secrets =
      false;  ///< Secrets could be on screen: the host may exclude the window from capture.
  bool streamed =
      false;  ///< Somebody else may see the screen: what is typed, and where on a pad, is not drawn.
  const CodeSheet* sheet = nullptr;
  const QrMatrix* qr = nullptr;

  /// For components and hosts that make screens of their own. Returns the element to be completed; the last one again
  /// when the screen is full.
  Element& add(Role role, const Message& label) noexcept;
  /// Empties it; arrival stays.
  void clear() noexcept;

 private:
  std::array<Element, capacity> elements_{};
  std::size_t size_ = 0;
};

}  // namespace hellojohn::widgets
