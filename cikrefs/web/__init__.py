"""How any server is asked (`fetch`, `service`) and its answers are read (`fields`, `text`)."""
