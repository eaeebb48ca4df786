# Sources of the mock service core, relative to this folder. Needs Boost.JSON and OpenSSL's libcrypto.
set(HELLOJOHN_MOCK_SERVICE_SOURCES
  mock_access.cpp mock_admin.cpp mock_audit.cpp mock_auth.cpp mock_body.cpp mock_console.cpp mock_control.cpp
  mock_crypto.cpp mock_enroll.cpp mock_faults.cpp mock_http.cpp mock_jwt.cpp mock_limits.cpp
  mock_mfa.cpp mock_recovery.cpp mock_routes.cpp mock_seed.cpp mock_service.cpp mock_session.cpp
  mock_snapshot.cpp mock_state.cpp mock_time.cpp mock_verify.cpp)
