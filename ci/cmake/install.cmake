# Installs what is built: each library as a component of the CMake package `gradgate` and as a
# pkg-config module of its own, and the program. Nothing installed names the prefix, so the
# installed tree can be moved.
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/gradgate)
set(pkgconfig_dir ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

# Component `name`: exported target gradgate::<name>, and gradgate-<name>.pc. `requires` are the
# pkg-config modules that the library calls.
function(gradgate_package name description requires)
    set(target gradgate_${name})
    set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
    install(EXPORT gradgate-${name}-targets NAMESPACE gradgate:: DESTINATION ${package_dir})

    # A static library leaves its dependencies to whoever links it.
    get_target_property(type ${target} TYPE)
    set(private "")
    if(type STREQUAL "SHARED_LIBRARY")
        set(private .private)
    endif()
    file(RELATIVE_PATH prefix_from_pc
         ${CMAKE_INSTALL_PREFIX}/${pkgconfig_dir} ${CMAKE_INSTALL_PREFIX})
    string(REGEX REPLACE "/$" "" prefix_from_pc ${prefix_from_pc})
    configure_file(${PROJECT_SOURCE_DIR}/ci/cmake/gradgate.pc.in
                   ${PROJECT_BINARY_DIR}/gradgate-${name}.pc @ONLY)
    install(FILES ${PROJECT_BINARY_DIR}/gradgate-${name}.pc DESTINATION ${pkgconfig_dir})
endfunction()

if(GRADGATE_ENGINE)
    install(TARGETS gradgate_engine EXPORT gradgate-engine-targets
            ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
            LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
    install(DIRECTORY ${PROJECT_SOURCE_DIR}/engine/include/
            DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
    gradgate_package(engine "Autograd engine: tape, operations, modules" "openblas jansson")
endif()
# verify/ installs its library, its headers and the program itself.
gradgate_package(verify "Checks a gradient against numerical derivatives" gsl)

configure_package_config_file(${PROJECT_SOURCE_DIR}/ci/cmake/gradgateConfig.cmake.in
                              ${PROJECT_BINARY_DIR}/gradgateConfig.cmake
                              INSTALL_DESTINATION ${package_dir}
                              NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/gradgateConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/gradgateConfig.cmake
              ${PROJECT_BINARY_DIR}/gradgateConfigVersion.cmake
              ${PROJECT_SOURCE_DIR}/ci/cmake/gradgate_test.cmake
        DESTINATION ${package_dir})
