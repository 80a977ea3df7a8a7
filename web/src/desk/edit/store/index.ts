export * from "./entries";
export * from "./list";
export * from "./load";
export * from "./saving";
export * from "./settings";
export * from "./undo";
