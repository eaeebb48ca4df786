// The played world of the tests, for pictures of every screen.
// Only what draws the scenes includes it: no app needs it to run.
#pragma once

#include "worlds/access_world.hpp"

namespace samples {

namespace testing = hellojohn::testing;
namespace widgets = hellojohn::widgets;
using hellojohn::tests::AccessWorld;
using hellojohn::tests::alice;
using hellojohn::tests::alice_factor;
using hellojohn::tests::alice_id;
using hellojohn::tests::alice_password;
using hellojohn::tests::Fate;
using hellojohn::tests::HostLog;
using hellojohn::tests::MockWorld;
using hellojohn::tests::must;
using hellojohn::tests::new_totp;
using hellojohn::tests::recording_host;

}  // namespace samples
