// The whole SDK, except coroutines (await.hpp), the secret-key library (admin/) and the test doubles (testing/).
#pragma once

#include <hellojohn/auth.hpp>
#include <hellojohn/capabilities.hpp>
#include <hellojohn/client.hpp>
#include <hellojohn/clock.hpp>
#include <hellojohn/error.hpp>
#include <hellojohn/log.hpp>
#include <hellojohn/mfa.hpp>
#include <hellojohn/network.hpp>
#include <hellojohn/options.hpp>
#include <hellojohn/pending.hpp>
#include <hellojohn/recovery.hpp>
#include <hellojohn/recovery_link.hpp>
#include <hellojohn/result.hpp>
#include <hellojohn/secret.hpp>
#include <hellojohn/session.hpp>
#include <hellojohn/transport.hpp>
#include <hellojohn/user.hpp>
#include <hellojohn/version.hpp>

/// \namespace hellojohn
/// The client library: a Client, its facades, and what their calls take and give.
/// \namespace hellojohn::factor
/// Names of factor types, and the one fixed factor id (recovery page).
/// \namespace hellojohn::testing
/// Doubles of the service and of the network, shipped so that integrators test offline.
/// \namespace hellojohn::admin
/// Calls with a secret key. Never part of a program that players get.
/// \namespace hellojohn::widgets
/// The screens as data, without a toolkit: components that decide, and what they show.
/// \namespace hellojohn::imgui
/// The screens drawn with Dear ImGui.
