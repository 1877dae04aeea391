# Writes the manual pages and the completion for bash, as the program itself gives them.
#   cmake -DGRADGATE=program -DTO=folder -P manual.cmake
# The pages of commands that no longer exist go with the folder.
file(REMOVE_RECURSE ${TO})

# `gradgate help ARGUMENTS` into a file below TO.
function(write_help file)
    cmake_path(GET file PARENT_PATH folder)
    file(MAKE_DIRECTORY ${TO}/${folder})
    execute_process(COMMAND ${GRADGATE} help ${ARGN} OUTPUT_FILE ${TO}/${file}
                    COMMAND_ERROR_IS_FATAL ANY)
endfunction()

execute_process(COMMAND ${GRADGATE} help --names OUTPUT_VARIABLE names
                OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
string(REPLACE "\n" ";" names ${names})
write_help(man1/gradgate.1 --man)
foreach(name IN LISTS names)
    write_help(man1/gradgate-${name}.1 --man ${name})
endforeach()
write_help(completions/gradgate --bash-completion)
