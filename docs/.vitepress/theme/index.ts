import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import DigestPicture from './components/DigestPicture.vue';
import HomePage from './components/HomePage.vue';
import ProxyPicture from './components/ProxyPicture.vue';
import SignaturePicture from './components/SignaturePicture.vue';
import './tokens.css';
import './style.css';
import './pictures.css';
import './home.css';

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component('HomePage', HomePage);
    app.component('SignaturePicture', SignaturePicture);
    app.component('ProxyPicture', ProxyPicture);
    app.component('DigestPicture', DigestPicture);
  },
} satisfies Theme;
