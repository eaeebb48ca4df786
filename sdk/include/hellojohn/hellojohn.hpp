// The whole SDK, except coroutines (await.hpp), the secret-key library (admin/) and the test doubles (testing/).
#pragma once

#include <hellojohn/auth.hpp>
#include <hellojohn/client.hpp>
#include <hellojohn/clock.hpp>
#include <hellojohn/error.hpp>
#include <hellojohn/log.hpp>
#include <hellojohn/mfa.hpp>
#include <hellojohn/options.hpp>
#include <hellojohn/pending.hpp>
#include <hellojohn/recovery.hpp>
#include <hellojohn/recovery_link.hpp>
#include <hellojohn/result.hpp>
#include <hellojohn/secret.hpp>
#include <hellojohn/session.hpp>
#include <hellojohn/transport.hpp>
#include <hellojohn/user.hpp>
