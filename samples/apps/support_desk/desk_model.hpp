// The support desk as a state machine with a screen: look a user up, see factors and events, pass the
// gate, see the receipt. Headless: knows no window. The words are only English; the product's own are in the widgets.
#pragma once

#include <hellojohn/admin/admin.hpp>
#include <hellojohn/widgets/code_sheet.hpp>
#include <hellojohn/widgets/screen.hpp>

#include <array>
#include <chrono>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace desk {

namespace admin = hellojohn::admin;
namespace widgets = hellojohn::widgets;

enum class State {
  lookup,    // Who is it about?
  user,      // Factors, what can be done, the timeline.
  gate,      // Checklist, ticket, reason, and the user's short id.
  recovery,  // The safer way: a mail.
  working,   // A call is under way that changes something.
  done,      // With its receipt, and the secret where there is one.
  failed,    // With what is certain.
};

/// What is being done behind the gate.
enum class Task { remove_factor, codes, impersonate };

/// Choices of Action::choose on the user's screen beyond the factors.
inline constexpr std::uint8_t choice_recovery = 100, choice_codes = 101, choice_session = 102;
/// The checklist of the gate: all of it before anything is sent.
inline constexpr std::size_t checklist_size = 3;
inline constexpr std::size_t short_id_size = 6;

/// **Thread** one, the same as Client::poll(). **Lifetime** client and clock must outlive it.
class DeskModel {
 public:
  DeskModel(admin::Client& client, const hellojohn::Clock& clock) : client_(client), clock_(clock) {
    arrive(State::lookup);
  }

  [[nodiscard]] State state() const noexcept { return state_; }
  /// **Lifetime** until the next apply() or update().
  [[nodiscard]] const widgets::Screen& view() const noexcept { return screen_; }
  /// Nothing is taken in the first widgets::Component::press_guard of a screen, nor where the factors have just come and
  /// pushed down what stood there: a press meant for what was there before must not remove, make or open anything.
  void apply(const widgets::Intents& intents);
  /// Once a frame, after Client::poll(): takes up what calls answered, and what was typed.
  void update();
  /// The person looks elsewhere: codes and token are masked, not forgotten.
  void hide_secrets() noexcept;
  /// An override could not be written to the desk's own record: the user is asked to note it.
  void record_lost() noexcept { record_lost_ = true; }

  // The fields of the screens, typed into in place.
  widgets::TextInput user_id, email, checked_by, ticket, reason, short_id;

 private:
  friend class DeskScreens;
  [[nodiscard]] bool takes(const widgets::Intent& intent) const noexcept;
  void arrive(State state);
  void apply(const widgets::Intent& intent);
  void choose(std::uint8_t index);
  void look_up();
  void leave_user();
  void open_gate(Task task);
  void send();
  void send_recovery();
  void finish(const admin::Override& done);
  void fail(const hellojohn::Error& error);
  void take_lists();
  void take_override();
  void take_receipt();
  /// Why the gate is shut; empty: it is open.
  [[nodiscard]] std::string_view gate_problem() const;
  void toggle_secrets() noexcept;
  void forget_secrets();

  admin::Client& client_;
  const hellojohn::Clock& clock_;
  widgets::Screen screen_;
  std::deque<std::string> words_;  // What the screen's messages point at.
  State state_ = State::lookup;
  Task task_ = Task::remove_factor;
  std::string user_, factor_id_, problem_, loose_end_;
  std::array<bool, checklist_size> checklist_{};
  std::uint8_t lifetime_ = 0;
  widgets::Time now_{};
  std::optional<widgets::Time> shown_since_;  // Empty until the next frame shows the screen.

  std::vector<hellojohn::Factor> factors_;
  std::deque<admin::AuditRecord> events_;
  std::optional<admin::AuditPager> pager_;
  int pages_ = 0;
  std::optional<admin::Override> done_;
  std::optional<admin::AuditRecord> receipt_;
  widgets::CodeSheet codes_;
  hellojohn::Secret token_;
  std::optional<widgets::Time> token_shown_since_;
  bool record_lost_ = false;
  bool seen_ = false;  // Nothing that is shown once is left unseen.
  std::string granted_;

  hellojohn::Pending<std::vector<hellojohn::Factor>> factors_call_;
  hellojohn::Pending<admin::AuditPage> page_call_;
  hellojohn::Pending<admin::Override> remove_call_;
  hellojohn::Pending<admin::GeneratedCodes> codes_call_;
  hellojohn::Pending<admin::Impersonation> session_call_;
  hellojohn::Pending<hellojohn::Unit> mail_call_;
  hellojohn::Pending<std::optional<admin::AuditRecord>> receipt_call_;
};

/// Fills the model's screen: what is shown in which state.
class DeskScreens {
 public:
  explicit DeskScreens(DeskModel& model) : m_(model), s_(model.screen_) {}
  void build();

 private:
  void lookup();
  void user();
  void timeline();
  void gate();
  void gate_fields();
  void recovery();
  void done();
  void secrets();
  void record();
  void failed();
  [[nodiscard]] widgets::Message say(std::string words);
  widgets::Element& add(widgets::Role role, std::string words);
  widgets::Element& notice(widgets::Emphasis emphasis, std::string words);
  widgets::Element& button(widgets::Action action, std::string words,
                           widgets::Emphasis emphasis = widgets::Emphasis::normal);
  widgets::Element& field(std::string label, widgets::TextInput& input);
  void value(std::string label, std::string value);

  DeskModel& m_;
  widgets::Screen& s_;
};

}  // namespace desk
