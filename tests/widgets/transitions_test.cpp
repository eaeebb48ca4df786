// The tables of steps are what the components do: random walks of each, against the mock service and every kind of network,
// take no other step and every row. The pages in docs/components are written from the tables; HELLOJOHN_WRITE_DOCS=1 writes
// them anew.
#include "widgets/mock_world.hpp"
#include "widgets/names.hpp"
#include "widgets/pages.hpp"

#include "challenge/challenge_steps.hpp"
#include "codes/backup_codes_steps.hpp"
#include "enrolment/enrolment_steps.hpp"
#include "home/factor_list_steps.hpp"
#include "home/security_card_steps.hpp"
#include "lost_access/lost_access_steps.hpp"
#include "sign_in/sign_in_steps.hpp"

#include <random>
#include <set>
#include <tuple>

using namespace hellojohn;
using namespace hellojohn::tests;
using widgets::Action;
using widgets::Role;
namespace steps = widgets::steps;

namespace {

/// Walks one component of type C; `Setup` makes it in a world and brings it to its beginning.
template <class C>
class Walk {
 public:
  template <class Make>
  void live(std::uint32_t seed, int steps, Make make,
            testing::MockOptions server = MockWorld::virtual_options()) {
    random_.seed(seed);
    MockWorld world(std::move(server));
    widgets::HostState state(world.host(), {"Sky Game", "help@example.com", {}});
    auto component = make(world, state);
    if (below(3) == 0) world.fates.assign(6, Fate::not_sent);
    for (int i = 0; i < 6; ++i) frame(world, *component, std::chrono::seconds(i));
    for (int i = 0; i < steps; ++i) step(world, *component);
    world.fates.clear();
  }
  /// The walks and the table are the same steps, and the page is written from the table.
  template <class Table>
  void check(const std::string& file, const std::string& title) {
    const std::set<Edge> table = all_edges_of<Table>();
    name_frames(table, edges_);
    check_steps<Table>(edges_);
    check_page(file + ".md", page(title, file + ".hpp", table) + entries_line<Table>());
  }

 private:
  std::size_t below(std::size_t n) { return random_() % n; }

  static std::string phase_of(const C& component) {
    if constexpr (requires { component.phase(); }) {
      return std::string(name(component.phase()));
    } else {
      return std::string(name(component.level()));
    }
  }

  void step(MockWorld& world, C& component) {
    static const Fate fates[] = {Fate::not_sent, Fate::lost_before, Fate::lost_after,
                                 Fate::garbled};
    if (below(4) == 0) world.fates.assign(3, fates[below(4)]);
    type(world, component);
    frame(world, component, std::chrono::milliseconds(450));
    press(component);
    for (int i = 0; i < 3; ++i) frame(world, component, std::chrono::milliseconds(200));
    if (below(6) == 0) frame(world, component, std::chrono::seconds(1U << below(13)));
  }

  /// What is drawn now: LostAccess shows the screens of its parts, and a banner.
  static const widgets::Screen& shown(const C& component) {
    if constexpr (requires { component.current(); }) {
      return component.current();
    } else {
      return component.view();
    }
  }

  void press(C& component) {
    const widgets::Screen* screen = &shown(component);
    if constexpr (requires { component.banner(); }) {
      if (component.banner() != nullptr && below(8) == 0) screen = component.banner();
    }
    if (screen->size() == 0) return;
    const auto& element = (*screen)[below(screen->size())];
    if (element.action == Action::none) return;
    const widgets::Intent intent{element.action, element.index};
    note(component, std::string(name(intent.action)), [&] { component.apply(intent); });
  }

  void frame(MockWorld& world, C& component, std::chrono::milliseconds by) {
    const int before = world.requests;
    const bool awaited = world.transport->open_count() > 0;
    note(component, awaited || world.requests != before ? "an answer" : "time, or typing",
         [&] { world.frame(component, by); });
  }

  template <class Do>
  void note(C& component, const std::string& event, Do act) {
    const std::string before = phase_of(component);
    act();
    const std::string after = phase_of(component);
    if (before != after) edges_.insert({before, event, after});
  }

  void type(MockWorld& world, C& component) {
    for (const auto& element : shown(component)) {
      if (element.role == Role::code_field && element.enabled) {
        (void)element.code->paste(code_for(world, element.code->expected()));
      }
      if (element.input == nullptr || !element.enabled) continue;
      const bool secret = element.role == Role::password_field;
      std::string mailed;
      for (const auto& mail : world.service->outbox()) mailed = mail.link;
      if (element.label.id == widgets::MessageId::lost_paste) {
        element.input->assign(below(4) == 0 ? "nonsense" : mailed);
      } else {
        static const char* const people[][2] = {{alice, alice_password},
                                                {alice, "wrong"},
                                                {"bob@example.com", "staple orbit lantern"},
                                                {"carol@example.com", "plain sailing today"}};
        if (!secret) person_ = below(3) == 0 ? below(4) : 0;
        element.input->assign(people[person_][secret ? 1 : 0]);
      }
    }
  }

  std::string code_for(MockWorld& world, std::size_t size) {
    if (below(4) == 0) return size == 6 ? "000000" : "ZZZZ-9999";
    if (size == 6) {
      if (below(3) != 0) return "12345";  // Still being typed.
      const bool old = world.newest_factor().empty() || below(2) == 0;
      return old ? world.service->totp(alice_factor) : new_totp(world);
    }
    const auto codes = world.service->seeded_backup_codes(alice_id);
    if (below(8) == 0 && codes.size() > 2) return codes[0] + "\n" + codes[1];
    return codes.empty() ? "ZZZZ-0000" : codes[below(codes.size())];
  }

  std::mt19937 random_;
  std::size_t person_ = 0;
  std::set<Edge> edges_;
};

/// Signs Alice in, past the second factor.
void sign_in(MockWorld& world) {
  auto first = world.client->auth().sign_in({alice, SecretView(alice_password)});
  world.carry();
  auto challenged = std::move(first).take();
  REQUIRE(challenged);
  const std::string code = world.service->totp(alice_factor);
  const bool own = world.dialect == ServerDialect::self_hosted;
  auto second = world.client->mfa().verify_challenge(
      {challenged->challenge()->id, own ? factor::totp : alice_factor, code});
  world.carry();
  REQUIRE(std::move(second).take());
}

hellojohn::Challenge challenge_of(MockWorld& world) {
  auto first = world.client->auth().sign_in({alice, SecretView(alice_password)});
  world.carry();
  auto challenged = std::move(first).take();
  REQUIRE(challenged);
  return *challenged->challenge();
}

constexpr std::uint32_t lives = 500;
constexpr int steps_of_a_life = 60;

}  // namespace

TEST_CASE("transitions: sign-in") {
  Walk<widgets::SignIn> walk;
  for (std::uint32_t seed = 0; seed < lives; ++seed) {
    walk.live(seed, steps_of_a_life, [](MockWorld& world, widgets::HostState& state) {
      return std::make_unique<widgets::SignIn>(*world.client, state);
    });
  }
  walk.check<steps::SignInSteps>("sign_in", "SignIn");
}

TEST_CASE("transitions: challenge") {
  Walk<widgets::Challenge> walk;
  for (std::uint32_t seed = 0; seed < lives; ++seed) {
    walk.live(seed, steps_of_a_life, [](MockWorld& world, widgets::HostState& state) {
      auto made = std::make_unique<widgets::Challenge>(*world.client, state);
      auto challenge = challenge_of(world);
      challenge.factors.push_back({"fac_sms", "sms", "Phone", {}, {}});
      made->start(std::move(challenge), "al•••@example.com");
      return made;
    });
  }
  walk.check<steps::ChallengeSteps>("challenge", "Challenge");
}

TEST_CASE("transitions: backup codes") {
  Walk<widgets::BackupCodes> walk;
  const auto make = [](std::uint32_t seed) {
    return [seed](MockWorld& world, widgets::HostState& state) {
      sign_in(world);
      widgets::BackupCodesOptions options;
      options.prove_saved = static_cast<widgets::ProveSaved>(seed % 3);
      auto source = widgets::backup_codes_of_user(*world.client);
      if (seed % 4 == 3) source.status = {};  // A host that knows of no set.
      auto made = std::make_unique<widgets::BackupCodes>(std::move(source), state, options);
      made->open();
      return made;
    };
  };
  for (std::uint32_t seed = 0; seed < lives; ++seed) {
    walk.live(seed, steps_of_a_life, make(seed));
    walk.live(seed, steps_of_a_life, make(seed), MockWorld::self_hosted_options());
  }
  walk.check<steps::BackupCodesSteps>("backup_codes", "BackupCodes");
}

TEST_CASE("transitions: enrolment") {
  Walk<widgets::Enrolment> walk;
  for (std::uint32_t seed = 0; seed < lives; ++seed) {
    walk.live(seed, steps_of_a_life, [&](MockWorld& world, widgets::HostState& state) {
      sign_in(world);
      widgets::EnrolmentOptions options;
      if (seed % 2 == 0) options.types = {"totp", "sms", "email_otp"};
      auto made = std::make_unique<widgets::Enrolment>(widgets::enrolment_of_user(*world.client),
                                                       state, options);
      made->open();
      return made;
    });
  }
  walk.check<steps::EnrolmentSteps>("enrolment", "Enrolment");
}

TEST_CASE("transitions: lost access") {
  Walk<widgets::LostAccess> walk;
  for (std::uint32_t seed = 0; seed < 12 * lives; ++seed) {
    walk.live(seed, 2 * steps_of_a_life, [&](MockWorld& world, widgets::HostState& state) {
      if (seed % 4 == 0) sign_in(world);
      auto made = std::make_unique<widgets::LostAccess>(*world.client, state);
      made->open(alice);
      return made;
    });
  }
  walk.check<steps::LostAccessSteps>("lost_access", "LostAccess");
}

TEST_CASE("transitions: security card") {
  Walk<widgets::SecurityCard> walk;
  for (std::uint32_t seed = 0; seed < lives; ++seed) {
    walk.live(seed, 8, [](MockWorld& world, widgets::HostState& state) {
      sign_in(world);
      auto made = std::make_unique<widgets::SecurityCard>(*world.client, state);
      made->refresh();
      return made;
    });
  }
  walk.check<steps::SecurityCardSteps>("security_card", "SecurityCard");
}

TEST_CASE("transitions: factor list") {
  Walk<widgets::FactorList> walk;
  const auto make = [](MockWorld& world, widgets::HostState&) {
    sign_in(world);
    auto made = std::make_unique<widgets::FactorList>(*world.client);
    const bool own = world.dialect == ServerDialect::self_hosted;
    const std::string id(own ? factor::totp : alice_factor);
    made->open({{id, "totp", "Phone", "active", {}}}, "al@example.com");
    return made;
  };
  for (std::uint32_t seed = 0; seed < lives; ++seed) {
    walk.live(seed, steps_of_a_life, make);
    walk.live(seed, steps_of_a_life, make, MockWorld::self_hosted_options());
  }
  walk.check<steps::FactorListSteps>("factor_list", "FactorList");
}
