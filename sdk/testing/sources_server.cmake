set(HELLOJOHN_MOCK_SERVER_SOURCES mock_certificate.cpp mock_gate.cpp mock_server.cpp)
