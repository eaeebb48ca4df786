// The pages of the components whose state is not a phase: every state times every event, recorded; and of AccountAccess,
// whose places are walked at random. The pages are checked as in transitions_test.cpp.
#include "widgets/mock_world.hpp"
#include "widgets/names.hpp"
#include "widgets/pages.hpp"

#include "fields/code_field_steps.hpp"
#include "fields/countdown_steps.hpp"
#include "help/admin_help_steps.hpp"
#include "home/account_access_steps.hpp"
#include "home/low_codes_steps.hpp"

#include <array>
#include <functional>
#include <random>

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;
using widgets::Action;
using widgets::Role;
namespace steps = widgets::steps;
using Certainty = BackupCodesStatus::Certainty;

namespace {

/// An event by its name.
template <class C>
struct Event {
  const char* name;
  std::function<void(C&)> act;
};

/// From each state that `ways` leads to, each event once.
template <class C, class Make, class State>
std::set<Edge> cross(const std::vector<Event<C>>& ways, const std::vector<Event<C>>& events,
                     Make make, State state) {
  std::set<Edge> edges;
  for (const auto& way : ways) {
    for (const auto& event : events) {
      auto component = make();
      way.act(*component);
      const std::string before = state(*component);
      event.act(*component);
      const std::string after = state(*component);
      if (before != after) edges.insert({before, event.name, after});
    }
  }
  return edges;
}

template <class Table>
void check_table(const std::string& file, const std::string& title, const std::set<Edge>& taken) {
  check_steps<Table>(taken);
  std::string text = page(title, file + ".hpp", all_edges_of<Table>());
  if constexpr (requires { Table::entries; }) text += entries_line<Table>();
  check_page(file + ".md", text);
}

BackupCodesStatus known(Certainty certainty, std::optional<int> count, bool has_set = true) {
  BackupCodesStatus out;
  out.certainty = certainty;
  out.count = count;
  out.has_set = has_set;
  return out;
}

}  // namespace

TEST_CASE("transitions: low codes") {
  using Notice = widgets::LowCodesNotice;
  WidgetWorld world;
  const std::vector<Event<Notice>> news = {
      {"8 left", [](Notice& n) { n.set(known(Certainty::exact, 8)); }},
      {"2 left", [](Notice& n) { n.set(known(Certainty::exact, 2)); }},
      {"1 left", [](Notice& n) { n.set(known(Certainty::exact, 1)); }},
      {"none left", [](Notice& n) { n.set(known(Certainty::exact, 0)); }},
      {"no set", [](Notice& n) { n.set(known(Certainty::unknown, {}, false)); }},
      {"a set, not counted", [](Notice& n) { n.set(known(Certainty::unknown, {})); }},
      {"a code was used, 7 left", [](Notice& n) { n.after_use(7); }},
      {"a code was used, 1 left", [](Notice& n) { n.after_use(1); }},
      {"a code was used, not counted", [](Notice& n) { n.after_use({}); }},
      {"MFA is off", [](Notice& n) { n.set_mfa_off(); }},
  };
  auto events = news;
  for (const Action action : {Action::later, Action::replace_codes, Action::refresh}) {
    events.push_back(
        {name(action).data(), [&world, action](Notice& n) { world.press(n, action); }});
  }
  const auto edges = cross(
      news, events,
      [&] {
        world.state.keep({});
        return std::make_unique<Notice>(world.state);
      },
      [](const Notice& n) {
        const bool put_off = n.level() != widgets::LowCodesLevel::none && !n.visible();
        return std::string(name(n.level())) + (put_off ? "_put_off" : "");
      });
  for (const auto& [from, event, to] : edges) {
    CHECK(from != "empty_put_off");
    CHECK((event != "MFA is off" || to == "none"));
  }
  check_table<steps::LowCodesNoticeSteps>("low_codes", "LowCodesNotice", edges);
}

TEST_CASE("transitions: help") {
  using Help = widgets::AdminHelp;
  WidgetWorld world;
  const std::vector<Event<Help>> ways = {{"", [](Help&) {}},
                                         {"", [](Help& h) { h.open("req_1"); }}};
  const std::vector<Event<Help>> events = {
      {"open()", [](Help& h) { h.open("req_2"); }},
      {"back", [&](Help& h) { world.press(h, Action::back); }},
      {"submit", [&](Help& h) { world.press(h, Action::submit); }}};
  const auto edges = cross(
      ways, events, [&] { return std::make_unique<Help>(world.state); },
      [](const Help& h) { return std::string(h.closed() ? "closed" : "open"); });
  CHECK(edges == std::set<Edge>{{"closed", "open()", "open"}, {"open", "back", "closed"}});
  check_table<steps::AdminHelpSteps>("admin_help", "AdminHelp", edges);
}

TEST_CASE("transitions: code field") {
  using Field = widgets::CodeField;
  const auto paste = [](const char* text) {
    return [text](Field& field) { (void)field.paste(text); };
  };
  const std::vector<Event<Field>> ways = {
      {"", [](Field&) {}},      {"", paste("ABC")},         {"", paste("ABCD-EFG")},
      {"", paste("ABCD-EFGH")}, {"", paste("ABCD-EFGH-J")}, {"", paste("ABCD-EFGH\nJKLM-NPQR")}};
  const std::vector<Event<Field>> events = {
      {"a character", [](Field& field) { (void)field.insert(U'K'); }},
      {"a character that no code has", [](Field& field) { (void)field.insert(U'!'); }},
      {"a dash or a space", [](Field& field) { (void)field.insert(U'-'); }},
      {"backspace", [](Field& field) { field.backspace(); }},
      {"a code is pasted", paste("wxyz 0123")},
      {"a sheet is pasted", paste("1. ABCD-EFGH\n2. JKLM-NPQR\n3. STUV-WXYZ")},
      {"a link is pasted", paste("https://auth.example.com/recover?token=rec_tok_1")},
      {"a line is picked", [](Field& field) { field.take_candidate(1); }},
      {"the lines are forgotten", [](Field& field) { field.forget_candidates(); }},
      {"clear()", [](Field& field) { field.clear(); }}};
  const auto edges = cross(
      ways, events, [] { return std::make_unique<Field>(); },
      [](const Field& field) {
        if (field.candidates() > 1) return std::string("sheet");
        if (field.empty()) return std::string("empty");
        if (field.complete()) return std::string("complete");
        return std::string(field.size() < field.expected() ? "partial" : "long");
      });
  for (const auto& [from, event, to] : edges) {
    CHECK(event != "a character that no code has");
    CHECK(event != "a dash or a space");
    CHECK((event != "clear()" || to == "empty"));
  }
  check_table<steps::CodeFieldSteps>("code_field", "CodeField", edges);
}

TEST_CASE("transitions: countdown") {
  using widgets::Countdown;
  struct Ticking {
    Countdown countdown;
    widgets::Time now{std::chrono::hours(1)};
  };
  const auto wait = [](std::chrono::seconds by) { return [by](Ticking& t) { t.now += by; }; };
  const std::vector<Event<Ticking>> ways = {{"", [](Ticking&) {}},
                                            {"", [](Ticking& t) { t.countdown.start(t.now, 60s); }},
                                            {"", [](Ticking& t) {
                                               t.countdown.start(t.now, 60s);
                                               t.now += 60s;
                                             }}};
  const std::vector<Event<Ticking>> events = {
      {"start(60 s)", [](Ticking& t) { t.countdown.start(t.now, 60s); }},
      {"start(0 s)", [](Ticking& t) { t.countdown.start(t.now, 0s); }},
      {"start(-5 s)", [](Ticking& t) { t.countdown.start(t.now, -5s); }},
      {"59 s", wait(59s)},
      {"60 s", wait(60s)},
      {"a day of suspend", wait(24h)},
      {"stop()", [](Ticking& t) { t.countdown.stop(); }}};
  const auto edges = cross(
      ways, events, [] { return std::make_unique<Ticking>(); },
      [](const Ticking& t) {
        CHECK(t.countdown.left(t.now) >= 0s);
        if (t.countdown.waiting(t.now)) return std::string("waiting");
        return std::string(t.countdown.over(t.now) ? "over" : "stopped");
      });
  for (const auto& [from, event, to] : edges) CHECK(event != "59 s");
  check_table<steps::CountdownSteps>("countdown", "Countdown", edges);
}

namespace {

/// Somebody who presses anything, and types what fits most of the time.
class PlaceWalk {
 public:
  explicit PlaceWalk(std::set<Edge>& edges) : edges_(edges) {}

  void live(std::uint32_t seed, int steps,
            testing::MockOptions server = MockWorld::virtual_options()) {
    random_.seed(seed);
    AccessWorld world({}, std::move(server));
    for (int i = 0; i < steps; ++i) {
      if (below(12) == 0) {
        note(world, "time, or typing", [&] { world.wait(std::chrono::seconds(1 << below(13))); });
      }
      for (int k = 0; k < 3; ++k) note(world, "an answer", [&] { world.wait(200ms); });
      // Leads to lost access from everywhere: an entry of the table.
      if (below(30) == 0) world.access.receive_link(world.mailed_link());
      press(world);
    }
  }

 private:
  std::size_t below(std::size_t n) { return random_() % n; }

  template <class Do>
  void note(AccessWorld& world, std::string_view event, Do act) {
    const widgets::Place before = world.place();
    act();
    const widgets::Place after = world.place();
    if (before != after) {
      edges_.insert({std::string(name(before)), std::string(event), std::string(name(after))});
    }
  }

  void press(AccessWorld& world) {
    const auto& view = world.access.view();
    const bool notice = view.notice != nullptr && below(4) == 0;
    const auto& screen = notice ? *view.notice : *view.main;
    if (screen.size() == 0) return;
    type(world);
    const auto element = screen[below(screen.size())];
    if (element.action == Action::none) return;
    const auto part = notice ? widgets::Part::notice : widgets::Part::main;
    // What a press leads to comes with the next look, before any answer.
    note(world, name(element.action), [&] {
      world.access.apply(widgets::Intent{element.action, element.index, part});
      world.access.update(world.clock.now());
    });
  }

  void type(AccessWorld& world) {
    for (const auto& element : world.screen()) {
      if (!element.enabled) continue;
      if (element.role == Role::code_field) {
        element.code->clear();
        const auto codes = world.service->seeded_backup_codes(alice_id);
        if (element.code->expected() == 6) {
          // Five of six: what is complete goes automatically, as time passes.
          const std::string code = totp(world);
          (void)element.code->paste(below(2) == 0 ? code : code.substr(0, 5));
        } else if (!codes.empty()) {
          (void)element.code->paste(codes[below(codes.size())]);
        }
      }
      if (element.input == nullptr) continue;
      if (element.label.id == widgets::MessageId::lost_paste) {
        element.input->assign(world.mailed_link());
      } else {
        if (element.role != Role::password_field) carol_ = below(6) == 0;
        const bool secret = element.role == Role::password_field;
        element.input->assign(secret ? (carol_ ? "plain sailing today" : alice_password)
                                     : (carol_ ? "carol@example.com" : alice));
      }
    }
  }

  std::string totp(AccessWorld& world) {
    const bool old = world.newest_factor().empty() || below(2) == 0;
    return old ? world.service->totp(alice_factor) : new_totp(world);
  }

  std::mt19937 random_;
  std::set<Edge>& edges_;
  bool carol_ = false;
};

}  // namespace

TEST_CASE("transitions: account access") {
  std::set<Edge> edges;
  for (std::uint32_t seed = 0; seed < 300; ++seed) PlaceWalk(edges).live(seed, 80);
  for (std::uint32_t seed = 0; seed < 100; ++seed) {
    PlaceWalk(edges).live(seed, 80, MockWorld::self_hosted_options());
  }
  std::set<std::string> reached;
  for (const auto& [from, event, to] : edges) reached.insert(to);
  CHECK(reached.size() == 9);
  name_frames(edges_of<steps::AccountAccessSteps>(), edges);
  check_table<steps::AccountAccessSteps>("account_access", "AccountAccess", edges);
}
