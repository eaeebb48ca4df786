// What speech costs a frame in memory: nothing, with and without a listener.
#include "speech/listener.hpp"
#include "widgets/mock_world.hpp"
#include "worlds/allocations_impl.hpp"
#include "worlds/catch.hpp"

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;
using widgets::Action;

namespace {

/// Frames of one second each, so that countdowns go on; how much memory the reader asked for.
std::size_t cost(speech::Reader& reader, AccessWorld& world, const widgets::Text& text) {
  std::size_t sum = 0;
  for (int i = 0; i < 120; ++i) {
    world.wait(1s);
    const std::size_t before = allocations();
    reader.update(world.access.view(), text,
                  {widgets::Part::main, static_cast<std::size_t>(i % 5)});
    sum += allocations() - before;
  }
  return sum;
}

}  // namespace

TEST_CASE("speech cost: no frame asks for memory, whether somebody listens or not") {
  std::size_t heard = 0;
  const widgets::Text text;
  speech::Reader deaf;
  speech::Reader reader(
      [&heard](SecretView said, speech::Urgency) { heard += said.reveal().size(); });
  AccessWorld world;
  for (int step = 0; step < 4; ++step) {
    CAPTURE(step);
    CHECK(cost(deaf, world, text) == 0);
    const std::size_t before = heard;
    CHECK(cost(reader, world, text) == 0);
    CHECK(heard > before);
    if (step == 0) world.sign_in();
    if (step == 1) world.press(Action::lost_access);
    if (step == 2) world.press(Action::choose, 2);
  }
}
