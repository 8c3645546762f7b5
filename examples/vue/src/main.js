import { createApp } from "vue";
import "passlock/define";
import App from "./App.vue";

createApp(App).mount("#app");
