mod answer;
mod command;
