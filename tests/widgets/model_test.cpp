// A person who presses anything at any time, on any network: random intents, fates and waits against the mock service.
// Three people share the device. After each step the rules that must not break are looked at, and now and then somebody
// who presses only ways out must get out. HELLOJOHN_MODEL_STEPS sets the length (50,000).
#include "widgets/mock_world.hpp"
#include "worlds/cases.hpp"

#include <hellojohn/widgets/code_sheet.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <utility>
#include <vector>

using namespace hellojohn;
using namespace hellojohn::tests;
using widgets::Action;
using widgets::MessageId;
using widgets::Part;
using widgets::Place;
using widgets::Role;
using widgets::Screen;

namespace {

struct Person {
  const char* email;
  const char* password;
  const char* masked;
  const char* id;
};
const Person people[] = {
    {alice, alice_password, "al\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2@example.com", alice_id},
    {"bob@example.com", "staple orbit lantern",
     "bo\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2@example.com", "usr_01HABCDEF222222"},
    {"carol@example.com", "plain sailing today",
     "ca\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2@example.com", "usr_01HABCDEF333333"}};

/// What people paste: the cases of the code reader and of the link reader.
const std::vector<std::string>& pastes() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> out;
    for (const char* file : {"pasted_codes.json", "own_codes.json", "recovery_links.json"}) {
      for (auto& one : hellojohn::testing::pasted_cases(file)) out.push_back(std::move(one.text));
    }
    return out;
  }();
  return all;
}

/// One life of an application, from start to exit.
class Life {
 public:
  Life(std::mt19937& random, std::set<std::string>& seen,
       testing::MockOptions server = MockWorld::virtual_options())
      : random_(random), seen_(seen), world_({}, std::move(server)) {
    if (below(4) == 0) world_.log.streaming = widgets::Streaming::yes;
  }

  void step() {
    choose_fate();
    switch (below(10)) {
      case 0: type_something(); break;
      case 1: world_.wait(std::chrono::milliseconds(1 << below(22))); break;
      case 2: maybe_link(); break;
      case 3:
        if (below(12) == 0) get_out();
        break;
      default: press_something(); break;
    }
    for (int i = 0; i < 3; ++i) world_.wait(std::chrono::milliseconds(200));
    doubt_ = world_.last_change == Fate::lost_before || world_.last_change == Fate::lost_after ||
             world_.last_change == Fate::garbled;
    look();
  }

 private:
  std::size_t below(std::size_t n) { return random_() % n; }

  void choose_fate() {
    static const Fate fates[] = {Fate::not_sent, Fate::lost_before, Fate::lost_after,
                                 Fate::garbled};
    if (below(6) == 0) world_.fates = {fates[below(4)]};
  }

  void type_something() {
    const Screen& screen = world_.screen();
    for (const auto& element : screen) {
      if (element.role == Role::code_field && element.enabled) type_code(*element.code);
      if (element.input == nullptr || !element.enabled) continue;
      if (element.label.id == MessageId::sign_in_password) {
        element.input->assign(below(8) == 0 ? "wrong" : people[person_].password);
      } else if (element.label.id == MessageId::lost_paste) {
        const std::string link = world_.mailed_link();
        paste_into(*element.input, below(4) == 0 ? pastes()[below(pastes().size())] : link);
      } else if (below(12) == 0) {
        paste_into(*element.input, pastes()[below(pastes().size())]);
      } else {
        person_ = below(3) == 0 ? below(3) : person_;
        element.input->assign(people[person_].email);
      }
    }
  }

  /// A text goes in whole or not at all.
  static void paste_into(widgets::TextInput& input, const std::string& text) {
    const bool fits = input.assign(text);
    REQUIRE(input.view().reveal() == std::string_view(fits ? text : std::string()));
  }

  void type_code(widgets::CodeField& field) {
    if (below(6) == 0) {
      (void)field.paste(pastes()[below(pastes().size())]);
      return;
    }
    field.clear();
    if (field.expected() == 6) {
      (void)field.paste(world_.service->totp(newest_factor()));
    } else {
      const char* id = people[person_].id;
      const auto codes = world_.service->seeded_backup_codes(id);
      const std::string wrong = field.expected() == 10 ? "ZZZZZ99999" : "ZZZZ-0000";
      (void)field.paste(codes.empty() || below(4) == 0 ? wrong : codes[below(codes.size())]);
    }
  }

  std::string newest_factor() {
    const std::string journal = world_.service->journal();
    const std::size_t at = journal.rfind("\"fac_");
    if (at == std::string::npos || below(2) == 0) return alice_factor;
    return journal.substr(at + 1, journal.find('"', at + 1) - at - 1);
  }

  void maybe_link() {
    const std::string link = world_.mailed_link();
    if (below(20) == 0 && !link.empty()) world_.access.receive_link(link);
  }

  void press_something() {
    const auto& view = world_.access.view();
    const Screen* screens[] = {view.main, view.notice, view.banner};
    const auto part = static_cast<Part>(below(8) == 0 ? 1 + below(2) : 0);
    const Screen* screen = screens[static_cast<std::size_t>(part)];
    if (screen == nullptr || screen->size() == 0) return;
    if (below(3) == 0) type_something();
    const auto& element = (*screen)[below(screen->size())];
    Action action = element.action;
    std::uint8_t index = element.index;
    if (element.role == Role::codes) {
      action = below(2) == 0 ? Action::reveal_row : Action::copy_row;
      index = static_cast<std::uint8_t>(below(10));
    }
    // Codes on screen would hold the driver there for long: it keeps them, as a person would.
    if (action == Action::none) return;
    ++presses_[action];
    world_.press(action, index, part);
  }

  void look() {
    const auto& view = world_.access.view();
    REQUIRE(view.main != nullptr);
    const Screen& screen = *view.main;
    note_state(view);

    // A way on from every screen, unless an answer is awaited.
    bool way_on = screen.find(Role::busy) != nullptr || world_.transport->open_count() > 0;
    for (const auto& element : screen)
      way_on = way_on || (element.action != Action::none && element.enabled);
    CAPTURE(static_cast<int>(view.place));
    CAPTURE(screen.size() == 0 ? std::string() : words(screen.begin()->label));
    REQUIRE(way_on);

    look_at_words(screen);
    look_at_owner(view);
    look_at_requests();

    // Nothing is made, asked for or spent without a press.
    const int generate_presses =
        presses_[Action::create_codes] + presses_[Action::replace_codes] + presses_[Action::retry];
    REQUIRE(sent("POST", "/backup-codes") <= generate_presses);
    REQUIRE(sent("POST", "/recovery/rotate") + sent("POST", "/totp/disable") <=
            presses_[Action::submit]);
    REQUIRE(world_.count("/auth/mfa/recovery/verify") <=
            presses_[Action::submit] + presses_[Action::leave] + presses_[Action::check_again]);
    // Unsaved codes stay on screen.
    if (view.has_unsaved_codes) {
      REQUIRE((view.place == Place::codes || view.place == Place::lost_access ||
               view.place == Place::sign_in));
    }
    if (const auto* done = screen.find(Action::done); done != nullptr && screen.sheet != nullptr) {
      REQUIRE(done->enabled == screen.find(Action::toggle_saved)->checked);
    }
    // With a stream nothing is in sight that nobody asked for.
    if (world_.log.streaming == widgets::Streaming::yes && screen.sheet != nullptr &&
        presses_[Action::show_anyway] == 0) {
      REQUIRE_FALSE(screen.sheet->all_revealed());
    }
    // A recovery session never looks like a sign-in.
    if (view.banner != nullptr) REQUIRE_FALSE(view.signed_in);
    REQUIRE(screen.focus < std::max<std::size_t>(screen.size(), 1));
  }

  /// What is said is not cut, and "nothing happened" only if that is certain; after an error the focus can be edited.
  void look_at_words(const Screen& screen) {
    bool error = false;
    // That server's list is read before an enrolment is sent: what was not read sent nothing.
    const bool list_unread = own() && world_.place() == Place::enrolment;
    const widgets::Element* field = nullptr;
    for (const auto& element : screen) {
      for (const auto& message : {element.label, element.value, element.reason}) {
        REQUIRE(words(message).size() + 4 < widgets::longest_sentence);
        CAPTURE(last_requests());
        if (doubt_ && !list_unread) REQUIRE_FALSE(widgets::claims_nothing_happened(message.id));
      }
      error = error || element.role == Role::error;
      const bool editable = element.input != nullptr || element.code != nullptr;
      if (editable && element.enabled && field == nullptr) field = &element;
    }
    if (!error || field == nullptr) return;
    const auto& focused = screen[screen.focus];
    REQUIRE((focused.input != nullptr || focused.code != nullptr));
    REQUIRE(focused.enabled);
  }

  /// What led to the screen, for a failure's message.
  std::string last_requests() const {
    std::string out;
    const std::size_t shown = std::min<std::size_t>(world_.targets.size(), 8);
    for (auto it = world_.targets.end() - static_cast<std::ptrdiff_t>(shown);
         it != world_.targets.end(); ++it)
      out += *it + "; ";
    return out;
  }

  /// The address on a signed-in person's screens is that person's.
  void look_at_owner(const widgets::AccountAccessView& view) {
    const auto* account = view.main->find(MessageId::account);
    const auto current = world_.client->auth().current();
    // In a challenge somebody is about to sign in; a recovery session is no sign-in.
    const bool of_other = view.place == Place::challenge || view.place == Place::lost_access;
    if (of_other || account == nullptr || !current) return;
    const std::string shown = words(account->value);
    CAPTURE(shown, current->user_id);
    const auto* owner = std::find_if(std::begin(people), std::end(people), [&](const Person& one) {
      return shown == one.masked || shown == one.email || shown == one.id;
    });
    REQUIRE(owner != std::end(people));
    REQUIRE(current->user_id == owner->id);
  }

  /// No request carries an incomplete code.
  void look_at_requests() {
    for (; looked_ < world_.codes_sent.size(); ++looked_) {
      const std::string& code = world_.codes_sent[looked_];
      CAPTURE(code);
      const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
      const auto is_alnum = [&](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); };
      const bool one_time = code.size() == 6 && std::all_of(code.begin(), code.end(), is_digit);
      const bool groups = code.size() == 9 && code[4] == '-';
      const bool backup = (own() ? code.size() == 10 : groups) &&
                          std::count_if(code.begin(), code.end(), is_alnum) == (own() ? 10 : 8);
      REQUIRE((one_time || backup));
    }
  }

  /// Whatever the network does, a few presses on ways out lead to the sign-in or home.
  void get_out() {
    static constexpr Action ways[] = {Action::cancel, Action::leave,   Action::later, Action::back,
                                      Action::done,   Action::sign_in, Action::not_me};
    static constexpr Fate networks[] = {Fate::served, Fate::not_sent, Fate::lost_before,
                                        Fate::lost_after, Fate::garbled};
    world_.fates.assign(2000, networks[below(std::size(networks))]);
    const auto out = [this] {
      return world_.place() == Place::sign_in || world_.place() == Place::home;
    };
    for (int presses = 0; presses < 16 && !out(); ++presses) {
      for (int i = 0; i < 200 && world_.screen().find(Role::busy) != nullptr; ++i) {
        world_.wait(std::chrono::milliseconds(250));
      }
      const Screen& screen = world_.screen();
      Action way = Action::none;
      for (const Action action : ways) {
        if (way == Action::none && screen.can(action)) way = action;
      }
      CAPTURE(static_cast<int>(world_.place()));
      CAPTURE(screen.size() == 0 ? std::string() : words(screen.begin()->label));
      REQUIRE((out() || way != Action::none));
      if (way == Action::none) break;
      ++presses_[way];
      world_.press(way);
    }
    CAPTURE(words(world_.screen().begin()->label));
    REQUIRE(out());
    world_.fates.clear();
  }

  [[nodiscard]] bool own() const { return world_.dialect == ServerDialect::self_hosted; }

  int sent(std::string_view method, std::string_view part) const {
    return static_cast<int>(
        std::count_if(world_.targets.begin(), world_.targets.end(), [=](const auto& target) {
          return target.starts_with(method) && target.find(part) != std::string::npos;
        }));
  }

  void note_state(const widgets::AccountAccessView& view) {
    const auto* title = view.main->size() > 0 ? view.main->begin() : nullptr;
    seen_.insert(
        std::to_string(static_cast<int>(view.place)) + ":" +
        (title == nullptr ? "empty" : std::string(widgets::message_info(title->label.id).name)));
  }

  std::mt19937& random_;
  std::set<std::string>& seen_;
  AccessWorld world_;
  std::map<Action, int> presses_;
  std::size_t person_ = 0;
  std::size_t looked_ = 0;
  bool doubt_ = false;  // The last request that changes something has an outcome that nobody knows.
};

}  // namespace

TEST_CASE("model: random intents, fates and waits break no rule") {
  const char* wanted = std::getenv("HELLOJOHN_MODEL_STEPS");
  const long steps = wanted == nullptr ? 50'000 : std::atol(wanted);
  constexpr long steps_of_a_life = 250;
  std::mt19937 random(20240115);
  std::set<std::string> seen;
  for (long done = 0; done < steps; done += steps_of_a_life) {
    CAPTURE(done);
    Life life(random, seen);
    for (long i = 0; i < steps_of_a_life && i + done < steps; ++i) life.step();
  }
  for (const auto& state : seen) std::printf("  %s\n", state.c_str());
  // Printed only where no rule broke: a broken one ended its life, and this case.
  std::printf("widgets model: %ld steps, %zu states seen, 0 rules broken\n", steps, seen.size());
  CHECK(seen.size() >= 30);
}

TEST_CASE("model: the same on the self-hosted server") {
  const char* wanted = std::getenv("HELLOJOHN_MODEL_STEPS");
  const long steps = (wanted == nullptr ? 50'000 : std::atol(wanted)) / 5;
  constexpr long steps_of_a_life = 250;
  std::mt19937 random(20240116);
  std::set<std::string> seen;
  for (long done = 0; done < steps; done += steps_of_a_life) {
    CAPTURE(done);
    Life life(random, seen, MockWorld::self_hosted_options());
    for (long i = 0; i < steps_of_a_life && i + done < steps; ++i) life.step();
  }
  std::printf("widgets model, self-hosted: %ld steps, %zu states seen, 0 rules broken\n", steps,
              seen.size());
  CHECK(seen.size() >= 15);
}
