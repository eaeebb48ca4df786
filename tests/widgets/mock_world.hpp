// The played world of the samples, for tests of components.
#pragma once

#include "widgets/widget_world.hpp"

#include "common/access_world.hpp"

namespace hellojohn::tests {

using samples::AccessWorld;
using samples::alice;
using samples::alice_factor;
using samples::alice_id;
using samples::alice_password;
using samples::Fate;
using samples::MockWorld;

}  // namespace hellojohn::tests
