// A screen as data: what is shown, in reading order, with every decision made. The semantic tree and the layout are one,
// so that what is drawn and what is spoken cannot differ. Knows no toolkit.
#pragma once

#include <hellojohn/widgets/fixed_text.hpp>
#include <hellojohn/widgets/message.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

class CodeField;
class CodeSheet;
class QrMatrix;

/// What a person did. One list for all components: a component ignores what is not its own or not enabled.
enum class Action : std::uint8_t {
  none,     ///< Nothing was pressed.
  submit,   ///< Send what is in the field.
  back,     ///< To the step before.
  cancel,   ///< Ends the whole task, after asking where something would be lost.
  retry,    ///< The same once more, after an error.
  leave,    ///< "Yes" to a question whether to give something up.
  stay,     ///< "No" to it.
  done,     ///< Ends a task that is complete.
  later,    ///< Puts it off.
  dismiss,  ///< The way out of a recovery session; asks first.
  // Secrets on screen
  reveal,           ///< Shows or hides all.
  reveal_row,       ///< index: the row; shown for 10 s.
  show_anyway,      ///< Shows secrets although others may see the screen.
  reveal_input,     ///< Shows or hides what is typed.
  copy_all,         ///< Puts all codes on the clipboard.
  copy_row,         ///< index: the row.
  copy_key,         ///< Puts the authenticator's key on the clipboard.
  clear_clipboard,  ///< Empties it now.
  save,             ///< Lets the host write the codes to a file.
  print,            ///< Lets the host print the codes.
  toggle_saved,     ///< The tick "I saved these codes".
  skip_check,       ///< Ends without typing a code back.
  // Backup codes
  create_codes,   ///< Makes the first set.
  replace_codes,  ///< Makes a new set; earlier codes die.
  // Sign-in and challenge
  use_backup_code,    ///< Switches the challenge to a backup code.
  use_authenticator,  ///< Switches it back.
  other_ways,         ///< Lists the other factors.
  choose,             ///< index: the item.
  check_again,        ///< Sends the same code or token once more, or reads what became of it.
  lost_access,        ///< To the ways back in.
  sign_in,            ///< To the sign-in screen.
  sign_out,           ///< Ends the session.
  // Lost access and enrolment
  resend,              ///< Asks for another recovery mail.
  change,              ///< Back to the address, to correct it.
  open_mail,           ///< Opens the mail program.
  paste,               ///< Take the host's clipboard into the field.
  new_link,            ///< Asks for a new recovery mail.
  new_key,             ///< Begins the enrolment anew, with another secret.
  open_authenticator,  ///< Hands the secret to an app on this machine.
  set_up,              ///< Begins an enrolment.
  not_me,              ///< The account on screen is somebody else's.
  ask_help,            ///< Help from a person.
  refresh,             ///< Reads anew; in lost access: "I have a link already".
  use_pasted,          ///< A pasted code of the other kind goes into the field of its kind.
  answer_factor,       ///< Lets the host answer a factor that is not a typed code.
  // The person's factors
  manage_factors,  ///< Lists them.
  replace_factor,  ///< index: the factor; a new one is set up, then this one is removed.
  remove_factor,   ///< index: the factor; asks first.
};

/// Which of the screens of AccountAccess an intent came from; a component alone has the main one.
enum class Part : std::uint8_t {
  main,    ///< The task.
  notice,  ///< The notice about few codes.
  banner,  ///< The line above a recovery session.
};

/// An action and the item it is about. Holds no text: what is typed goes straight into the component's own buffer.
struct Intent {
  Action action = Action::none;  ///< What was pressed; none does nothing.
  std::uint8_t index = 0;        ///< Element::index of what was pressed.
  Part part = Part::main;        ///< Which screen it was on.
};

/// The intents of one frame, in order. More than fit are dropped: no person does nine things in a frame.
/// **Exceptions** none.
/// **Thread safety** one thread at a time.
/// **Lifetime** independent; refers to nothing.
class Intents {
 public:
  /// Dropped when there are eight already.
  void add(Action action, std::uint8_t index = 0, Part part = Part::main) noexcept {
    if (size_ < items_.size()) items_[size_++] = {action, index, part};
  }
  ///@{
  /// The intents, in the order of add().
  [[nodiscard]] const Intent* begin() const noexcept { return items_.data(); }
  [[nodiscard]] const Intent* end() const noexcept { return items_.data() + size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  ///@}

  ///@{
  /// In this frame a text field takes characters and the person holds a gamepad: the platform's keyboard is wanted.
  void want_keyboard() noexcept { keyboard_ = true; }
  [[nodiscard]] bool wants_keyboard() const noexcept { return keyboard_; }
  ///@}

 private:
  std::array<Intent, 8> items_{};
  std::uint8_t size_ = 0;
  bool keyboard_ = false;
};

/// The kind of an element, for a renderer and for a screen reader.
enum class Role : std::uint8_t {
  heading,         ///< The title; one a screen.
  paragraph,       ///< Text to be read.
  hint,            ///< Text of little weight.
  notice,          ///< A banner; its emphasis says how grave, its label says it in words.
  error,           ///< Belongs to the field before it.
  text_field,      ///< Element::input
  password_field,  ///< Element::input, masked unless revealed.
  code_field,      ///< Element::code
  codes,           ///< Screen::sheet, as a numbered table; rows answer reveal_row and copy_row.
  qr,              ///< Screen::qr
  value,           ///< A label with its value: an account, a key, a reference number.
  checkbox,        ///< `checked` is its state.
  button,          ///< Something to press.
  link,            ///< A button of little weight.
  card,            ///< A choice with a line of explanation in `value`.
  steps,           ///< Progress: n of total done.
  tick,            ///< A line of a summary; `checked` says whether it was reached.
  busy,            ///< To be shown while Screen::busy, so that it neither flickers nor flashes.
  room,  ///< Shows nothing: keeps the room of a notice that may come, so that nothing moves then. `label` holds the words
         ///< it will have, `value` those of the link beside them.
};

/// How much weight an element has; every one also differs in words or shape, never only by colour.
enum class Emphasis : std::uint8_t {
  normal,   ///< None of the others.
  primary,  ///< The one thing that leads on.
  danger,   ///< Cannot be taken back, or went wrong.
  info,     ///< To be known.
  warning,  ///< To be acted upon soon.
  success,  ///< Reached.
  quiet,    ///< To be found when looked for.
};

/// One element of a screen.
struct Element {
  Role role = Role::paragraph;           ///< What it is.
  Emphasis emphasis = Emphasis::normal;  ///< How much weight it has.
  Action action = Action::none;          ///< What a press on it means; none: it cannot be pressed.
  std::uint8_t index = 0;                ///< Goes into the intent: which row, which item.
  bool enabled = true;                   ///< False: drawn, readable, and not to be pressed.
  bool checked = false;                  ///< State of a checkbox or a tick.
  bool selected =
      false;  ///< A field whose text is to be selected on arrival, so that typing replaces it.
  bool secret = false;         ///< Not to be drawn, spoken or captured while the screen is masked.
  Message label{};             ///< What it says.
  Message value{};             ///< Read after the label: a value, or a card's explanation.
  Message reason{};            ///< Why it is not enabled; readable by focus.
  SecretView secret_value{};   ///< A secret that belongs to the label; empty while it is masked.
  TextInput* input = nullptr;  ///< **Lifetime** the component's.
  CodeField* code = nullptr;   ///< **Lifetime** the component's.
};

/// All that a skin needs to draw, speak and operate one state of a component.
///
/// **Exceptions** none. **Thread safety** one thread at a time.
/// **Lifetime** messages and pointers live until the component's next apply() or update().
class Screen {
 public:
  static constexpr std::size_t capacity = 48;  ///< Most elements a screen has.

  ///@{
  /// The elements, in reading order.
  [[nodiscard]] const Element* begin() const noexcept { return elements_.data(); }
  [[nodiscard]] const Element* end() const noexcept { return elements_.data() + size_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  ///@}
  /// **Errors** `i` must be below size().
  [[nodiscard]] const Element& operator[](std::size_t i) const noexcept { return elements_[i]; }

  /// Null if no element has that role, action or message. The first one if several have.
  [[nodiscard]] const Element* find(Role role) const noexcept;
  ///@{
  /// As find(Role).
  [[nodiscard]] const Element* find(Action action, std::uint8_t index = 0) const noexcept;
  [[nodiscard]] const Element* find(MessageId label) const noexcept;
  ///@}
  /// True if the action is there and enabled.
  [[nodiscard]] bool can(Action action, std::uint8_t index = 0) const noexcept;

  /// Where the focus starts: `focus` if that element can take it, else the enabled button that leads on, else the next
  /// element that can. size() if there is nothing to press or to type into.
  [[nodiscard]] std::size_t start() const noexcept;

  std::size_t focus = 0;  ///< Element that gets the focus on arrival. Components set it to start().
  std::uint32_t arrival = 0;  ///< Differs for each arrival: a skin then moves the focus.
  Message announcement{};     ///< Said once by a screen reader when it changes.
  bool busy = false;          ///< After 150 ms of waiting, at least 300 ms long.
  bool masked = true;         ///< Secrets are hidden at this moment.
  bool has_secrets =
      false;  ///< Secrets could be on screen: the host may exclude the window from capture.
  bool streamed =
      false;  ///< Somebody else may see the screen: what is typed, and where on a pad, is not drawn.
  /// The codes of Role::codes; null if there is none on screen.
  const CodeSheet* sheet = nullptr;
  const QrMatrix* qr = nullptr;  ///< The picture of Role::qr; null if there is none on screen.

  /// For components and hosts that make their own screens. Returns the element to be completed; the last one again
  /// when the screen is full.
  Element& add(Role role, const Message& label) noexcept;
  /// Empties it; arrival stays.
  void clear() noexcept;

 private:
  std::array<Element, capacity> elements_{};
  std::size_t size_ = 0;
};

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
